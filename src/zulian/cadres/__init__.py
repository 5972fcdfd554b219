"""Cadres (干部): leadership posts and terms, files of disabled cadres, the reserve, inspections."""
