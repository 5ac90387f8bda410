"""A site as its `mkdocs.yml` describes it: where its pages lie, and where results are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

#: The name of the plugin in `mkdocs.yml`.
PLUGIN = "actbook"


class Unusable(Exception):
    """Why there is no site to work on, and what to do."""


@dataclass(frozen=True)
class Site:
    """A site: its configuration, the folder that this lies in, and what it names."""

    configuration: Path
    root: Path
    docs: Path
    built: Path
    cache: Path


def load(configuration: Path) -> Site:
    """The site that a `mkdocs.yml` describes. Raises Unusable."""
    if not configuration.is_file():
        raise Unusable(
            f"there is no {configuration}: `actbook init` writes a site, --config-file names one"
        )
    try:
        config = load_config(str(configuration))
    except (ConfigurationError, Abort) as error:
        # What is wrong with a value MkDocs has logged already.
        raise Unusable(f"{configuration} cannot be used: {error}") from None
    if PLUGIN not in config.plugins:
        raise Unusable(f"{configuration} does not use the plugin: list `{PLUGIN}` under `plugins`")
    return of(config)


def of(config: MkDocsConfig) -> Site:
    """The site of a configuration that MkDocs has read."""
    configuration = Path(config.config_file_path or "mkdocs.yml").resolve()
    root = configuration.parent
    return Site(
        configuration=configuration,
        root=root,
        docs=Path(config.docs_dir),
        built=Path(config.site_dir),
        cache=root / ".cache",
    )
