"""What is done with schemes of appraisal, with marks, and by the units that are appraised."""
