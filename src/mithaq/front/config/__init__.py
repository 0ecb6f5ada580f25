"""How a node is configured and started: settings, addresses, the WSGI entry."""
