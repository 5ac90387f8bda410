"""`python -m actbook` is the program `actbook`."""

from actbook.commands.main import main

if __name__ == "__main__":
    main(prog_name="actbook")
