"""The room of technical assistance: needs beside offers, the pipeline, equipment, missions."""
