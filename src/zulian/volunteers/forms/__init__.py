"""Forms of the volunteers room."""
