"""The corpus on disk: a folder of articles and records as Parquet parts, and a log of runs."""
