"""Figures in the house style, and the portrait of a function."""
