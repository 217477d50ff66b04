"""Gold reader and scorers, usable on anyone's own gold."""
