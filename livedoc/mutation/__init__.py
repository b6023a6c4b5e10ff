"""Breaks examples in meaningful ways, one at a time, to see whether the proof notices."""
