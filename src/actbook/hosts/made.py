"""What a site says of itself in the book as data: title, licence, versions, commit and date."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import get_build_date

from actbook.hosts.site import Site
from actbook.weaving.functions import Made, Place

#: What proves, and what code is run with.
_LIBRARIES = ("numpy", "python-flint", "scipy", "sympy", "torch")


def made(site: Site, sources: Mapping[str, str]) -> Made:
    """What is known of a site. `sources` are its pages, as MkDocs names them, by their paths."""
    config = site.config
    return Made(
        title=config.site_name,
        address=config.site_url or "",
        licence=config.extra.get("licence", ""),
        version=version("actbook"),
        commit=_commit(site.root),
        date=get_build_date(),
        libraries=dict(_versions(_LIBRARIES)),
        places={path: Place(source, _address(source, config)) for path, source in sources.items()},
    )


def sources(site: Site, paths: Iterable[str]) -> dict[str, str]:
    """The files of these paths in a site, as MkDocs names them; those outside are left out."""
    docs, found = site.docs.resolve(), {}
    for path in paths:
        with suppress(ValueError):
            found[path] = Path(path).resolve().relative_to(docs).as_posix()
    return found


def _address(source: str, config: MkDocsConfig) -> str:
    # The page of a script stands where that of a Markdown file would.
    page = source.removesuffix(".py") + ".md" if source.endswith(".py") else source
    url: str = File(page, config.docs_dir, config.site_dir, config.use_directory_urls).url
    return url


def _versions(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        with suppress(PackageNotFoundError):
            yield name, version(name)


def _commit(root: Path) -> str | None:
    """The commit that the folder of a site stands at, None where it is under no version control."""
    command = ["git", "-C", str(root), "rev-parse", "HEAD"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return found.stdout.strip()
