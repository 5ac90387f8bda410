"""What the checks are worth: small wrong versions of pages, which they should refuse."""
