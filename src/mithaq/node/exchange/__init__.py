"""The exchange: what leaves this node and what arrives, delivered by state; rows are the tasks."""
