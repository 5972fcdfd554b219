"""Special associations of disabled people (专门协会): section 四."""
