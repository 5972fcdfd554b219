"""What can be listed, shown and done of associations: each register declared once."""
