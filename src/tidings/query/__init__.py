"""Questions to a corpus: one filter grammar, typed result sets, full text, SQL."""
