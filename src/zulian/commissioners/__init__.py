"""Full-time commissioners (专职委员): posts, recruitment, archive, pay, daily work."""
