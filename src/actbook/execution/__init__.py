"""A page's cells in a process of their own, and what they gave, remembered."""
