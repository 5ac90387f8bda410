"""The book executed by mkdocs-jupyter, beside our build: `python benchmarks/jupyter.py`.

mkdocs-jupyter gets the notebooks that the pages offer for download and executes them, a Jupyter
kernel each; it checks nothing. Ours executes the same cells, taking no record, and checks every
page. Both are whole processes that begin without a cache.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from build import BUILD, copied, timed

from actbook.records.taking import POLICY

SETTINGS = """
site_name: notebooks
theme: {name: material, font: false}
plugins:
  - mkdocs-jupyter: {execute: true, include: ["*.ipynb"], allow_errors: false}
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        own, other = copied(Path(folder) / "own"), Path(folder) / "other"
        ours = timed(BUILD, own, {POLICY: "fresh"})
        (other / "docs").mkdir(parents=True)
        (other / "mkdocs.yml").write_text(SETTINGS, "utf-8")
        (other / "docs" / "index.md").write_text("# Notebooks\n", "utf-8")
        notebooks = sorted((own / "site").rglob("*.ipynb"))
        for notebook in notebooks:
            target = other / "docs" / notebook.relative_to(own / "site")
            target.parent.mkdir(exist_ok=True)
            shutil.copy(notebook, target)
        theirs = timed([*BUILD, "--strict"], other)
    print(f"{len(notebooks)} pages, executed and checked by actbook: {ours:.1f} s")
    print(f"{len(notebooks)} notebooks, executed by mkdocs-jupyter: {theirs:.1f} s")
    print(f"mkdocs-jupyter takes {theirs / ours:.2f} times as long.")


if __name__ == "__main__":
    main()
