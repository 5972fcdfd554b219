"""What is done in the commissioners room: one function for each thing a user does."""
