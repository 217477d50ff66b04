"""Files, pages and lines to articles; what cannot be read is held with its reason."""
