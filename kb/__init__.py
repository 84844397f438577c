"""kb: a knowledge base of professional materials, legislation and positions for municipalities."""

__version__ = "0.1.0"
