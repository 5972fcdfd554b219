"""How the tables come to be: straight from the models on an empty database, by migrations on any other."""
