"""Execute and verify every page of this book, then build its site: `python scripts/build.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from actbook.commands.main import main

DEFAULTS = {"config_file": Path(__file__).resolve().parent.parent / "mkdocs.yml"}

if __name__ == "__main__":
    main(["build", *sys.argv[1:]], prog_name="actbook", default_map={"build": DEFAULTS})
