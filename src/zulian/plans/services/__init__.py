"""What users do with plans, one file per subject: receiving, review, adoption, work, supervision."""
