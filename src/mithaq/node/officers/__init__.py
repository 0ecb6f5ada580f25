"""Officers: who works here, in which unit, and which steps they may take."""
