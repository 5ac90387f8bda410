"""The program `actbook`: one file a command."""
