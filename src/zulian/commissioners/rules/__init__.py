"""Pure rules of the commissioners room: appraisal."""
