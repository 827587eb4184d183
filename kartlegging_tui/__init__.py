"""Needs-assessment conversations in Norwegian cancer care, in the terminal."""

__version__ = "0.1.0"
