"""Forms of the associations room."""
