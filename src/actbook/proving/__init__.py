"""Facts of functions, proved over the whole line where that is possible."""
