"""Pages of the cadres room."""
