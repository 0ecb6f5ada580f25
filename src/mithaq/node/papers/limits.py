"""How much of a PDF that somebody else made is read: bounds that are checked before anything is parsed."""

LARGEST_PDF = 20 * 1024 * 1024  # bytes
MOST_SIGNATURES = 16
LARGEST_SIGNATURE = 64 * 1024  # bytes of one signature with its certificates
MOST_REVISIONS = 64
MOST_MEMORY = 1 << 30  # bytes: a stream that grows without end ends here
MOST_SECONDS = 20
