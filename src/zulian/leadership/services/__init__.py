"""What is done with leadership: offices and terms, inspections with their circle."""
