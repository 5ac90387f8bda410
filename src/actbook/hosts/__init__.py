"""The site builders: one file each, and nobody else knows them."""
