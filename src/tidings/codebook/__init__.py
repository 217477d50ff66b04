"""What the coder knows, as data people can read, edit and diff, with its loader and checker."""
