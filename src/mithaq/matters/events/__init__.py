"""The room of sports events: the calendar of an event, and for each match what is due and on which side."""
