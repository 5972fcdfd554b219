"""What is done in the certificates room: one function a step, each in one transaction and on record."""
