"""What is done in the grassroots room: one function for each thing a user does."""
