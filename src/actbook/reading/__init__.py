"""Markdown to the nouns of a page."""
