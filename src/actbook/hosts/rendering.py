"""Notebooks as mkdocs-jupyter renders them, remembered as all else is."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from actbook.digest import digest
from actbook.execution.cache import Cache

RENDERER = "mkdocs-jupyter"
#: What it sets of a page.
_SET = ("content", "toc", "title")


def prepare(config: MkDocsConfig) -> None:
    """Have it use our template, and remember nothing by itself: one damaged file of its own would
    end every build."""
    if RENDERER not in config.plugins:
        return
    from mkdocs_jupyter.config import settings

    # It has no option for its template, and this is where it looks for it. Its own puts 600 kB of
    # styles into every page, and asks another host for MathJax.
    settings.templates_dir = str(resources("actbook") / "assets" / "jupyter")
    config.plugins[RENDERER].config["cache"] = False


def remember(page: Page, cache: Cache, engine: str) -> None:
    """Render a page of a notebook, which is recognised by its way of rendering, only once."""
    render = vars(page).get("render")
    if render is None:
        return

    def remembered(config: MkDocsConfig, files: Files) -> None:
        path, settings = Path(page.file.abs_src_path), dict(config.plugins[RENDERER].config)
        versions = [version(name) for name in (RENDERER, "nbconvert")]
        key = digest("rendered", engine, versions, settings, path.name, path.read_bytes())

        def made() -> dict[str, Any]:
            render(config, files)
            return {name: vars(page)[name] for name in _SET if name in vars(page)}

        vars(page).update(cache.made(key, dict, made))

    page.render = remembered
