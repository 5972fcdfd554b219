"""Pure rules of the grassroots room: scoring, sampling, reading a standard from a sheet."""
