"""Pages of the plans room: circulars and their review, assignments, supervision."""
