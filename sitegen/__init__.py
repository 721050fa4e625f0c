"""A static-site generator for fact-check briefs."""

__version__ = "0.1.0"
