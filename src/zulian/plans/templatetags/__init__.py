"""Template tags of the plans room."""
