"""One file per exchange format."""
