"""Corpora in the formats that others read: one file per format, `profiles` lists them, `write` makes them."""
