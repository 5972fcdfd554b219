"""What is done with congresses: rounds and steps, delegates, the meeting, elections."""
