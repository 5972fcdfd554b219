"""Pages of the certificates room, one file a subject."""
