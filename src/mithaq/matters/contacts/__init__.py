"""The room of directories of contacts: who answers now on every side, tonight, and where nobody does."""
