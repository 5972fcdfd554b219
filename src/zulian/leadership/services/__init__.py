"""What is done with leadership: posts and terms, inspections with their circle."""
