"""Event mentions of many articles to events."""
