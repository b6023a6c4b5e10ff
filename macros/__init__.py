"""The page side: puts examples and what came back from them into pages. Never starts Docker."""
