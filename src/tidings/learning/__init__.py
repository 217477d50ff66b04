"""Fitting the judges: from marked texts and the codebook's examples to the forests the coder weighs with."""
