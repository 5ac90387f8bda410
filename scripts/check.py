"""`actbook check` of this book: `python scripts/check.py [PATH …]`; by default docs/activations."""

from __future__ import annotations

import sys
from pathlib import Path

from actbook.commands.main import main

ROOT = Path(__file__).resolve().parent.parent
DEFAULTS = {"config_file": ROOT / "mkdocs.yml", "paths": [ROOT / "docs" / "activations"]}

if __name__ == "__main__":
    main(["check", *sys.argv[1:]], prog_name="actbook", default_map={"check": DEFAULTS})
