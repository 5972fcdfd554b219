"""What is done with cadres: posts and terms, files, inspections, the reserve."""
