"""REST and web pages over a corpus."""
