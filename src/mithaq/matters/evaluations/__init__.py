"""The room of evaluations: what each side scored and what all agreed, drawn and in a table."""
