"""Pages of the commissioners room."""
