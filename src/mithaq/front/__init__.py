"""The doors: what people and machines enter a node by, and how a node is configured."""
