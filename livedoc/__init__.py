"""The engine side: loads examples, runs them in a disposable engine, compares and stores what came back.

Imports neither mkdocs nor pytest, so that either can be replaced.
"""
