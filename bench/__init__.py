"""Measures how fast the guide is proven and built, each figure against another in the same run."""
