"""Makes of a built site what a reader takes away: a PDF, an archive for use offline, a snapshot."""
