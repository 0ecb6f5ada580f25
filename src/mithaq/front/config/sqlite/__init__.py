"""Django's SQLite, where whoever waits to write looks again soon."""
