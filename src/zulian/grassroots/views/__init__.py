"""Pages of the grassroots room."""
