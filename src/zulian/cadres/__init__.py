"""Cadres (干部): files that are kept complete and current, trainings, the reserve."""
