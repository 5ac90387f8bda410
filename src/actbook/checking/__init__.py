"""Formulas against each other and against code."""
