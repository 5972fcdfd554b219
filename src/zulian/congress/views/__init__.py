"""Pages of the congress room."""
