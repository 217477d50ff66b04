"""Analysis to records: one file per finding. Stages know `model` and `codebook`, never each other."""
