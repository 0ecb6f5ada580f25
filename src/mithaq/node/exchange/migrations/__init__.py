"""How the tables of the exchange came to be."""
