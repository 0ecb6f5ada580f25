"""What `mithaq` does, one module a command; nothing here is imported before it is asked for."""
