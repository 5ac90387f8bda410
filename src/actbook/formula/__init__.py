"""Expressions: what formulas are made of, and how they are evaluated."""
