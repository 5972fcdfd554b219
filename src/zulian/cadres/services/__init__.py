"""What is done with cadres: offices and terms, files, inspections, the reserve."""
