"""LaTeX to formula trees, or a reason with its line and column."""
