"""Libraries whose code pages show: how each is called, and how it differentiates."""
