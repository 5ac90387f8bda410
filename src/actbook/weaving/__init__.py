"""Pages and results to what readers see."""
