"""The engine side: runs examples in a disposable engine, compares and stores what came back.

Imports neither mkdocs nor pytest, so that either can be replaced.
"""
