"""The ten pages executed by mkdocs-jupyter, beside our build: `python benchmarks/jupyter.py`.

mkdocs-jupyter gets the notebooks that the pages offer for download and executes them, a Jupyter
kernel each; it checks nothing. Ours executes the same cells, and checks every page. Both are whole
processes that begin without a cache.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from build import BUILD, ROOT, timed

SETTINGS = """
site_name: notebooks
theme: {name: material, font: false}
plugins:
  - mkdocs-jupyter: {execute: true, include: ["*.ipynb"], allow_errors: false}
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        own, other = Path(folder) / "own", Path(folder) / "other"
        left_out = shutil.ignore_patterns("concepts", "notebooks")
        shutil.copytree(ROOT / "docs", own / "docs", ignore=left_out)
        shutil.copy(ROOT / "mkdocs.yml", own)
        ours = timed(BUILD, own)
        (other / "docs").mkdir(parents=True)
        (other / "mkdocs.yml").write_text(SETTINGS, "utf-8")
        (other / "docs" / "index.md").write_text("# Notebooks\n", "utf-8")
        notebooks = sorted((own / "site" / "activations").glob("*.ipynb"))
        for notebook in notebooks:
            shutil.copy(notebook, other / "docs")
        theirs = timed([*BUILD, "--strict"], other)
    print(f"{len(notebooks)} pages, executed and checked by actbook: {ours:.1f} s")
    print(f"{len(notebooks)} notebooks, executed by mkdocs-jupyter: {theirs:.1f} s")
    print(f"mkdocs-jupyter takes {theirs / ours:.2f} times as long.")


if __name__ == "__main__":
    main()
