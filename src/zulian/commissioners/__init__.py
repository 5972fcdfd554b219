"""Full-time commissioners (专职委员): positions, recruitment, archive, pay, daily work."""
