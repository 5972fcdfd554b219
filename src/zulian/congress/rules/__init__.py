"""Rules of congresses, without a database."""
