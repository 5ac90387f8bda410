"""Write a page of this book to fill in, in docs/activations: `python scripts/new.py NAME`."""

from __future__ import annotations

import sys
from pathlib import Path

from actbook.commands.main import main

ROOT = Path(__file__).resolve().parent.parent
DEFAULTS = {
    "config_file": ROOT / "mkdocs.yml",
    "folder": ROOT / "docs" / "activations",
    "family": "rectifiers",
}

if __name__ == "__main__":
    main(["new", *sys.argv[1:]], prog_name="actbook", default_map={"new": DEFAULTS})
