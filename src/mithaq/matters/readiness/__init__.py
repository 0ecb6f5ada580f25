"""The room of readiness: risks in their matrix, capabilities on their map, exercises and what follows."""
