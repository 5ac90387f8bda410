"""A site as its `mkdocs.yml` describes it: where its pages lie, and where results are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from actbook.execution.budget import Limits
from actbook.execution.cache import Cache
from actbook.execution.pool import Pool
from actbook.hosts.settings import Settings

#: The name of the plugin in `mkdocs.yml`.
PLUGIN = "actbook"


class Unusable(Exception):
    """Why there is no site to work on, and what to do."""


@dataclass(frozen=True)
class Site:
    """A site by what MkDocs has read, which serves for one build."""

    config: MkDocsConfig

    @property
    def configuration(self) -> Path:
        """Its `mkdocs.yml`."""
        return Path(self.config.config_file_path or "mkdocs.yml").resolve()

    @property
    def root(self) -> Path:
        """The folder that its configuration lies in."""
        return self.configuration.parent

    @property
    def docs(self) -> Path:
        """Where its pages lie."""
        return Path(self.config.docs_dir)

    @property
    def settings(self) -> Settings:
        """What it sets of the plugin."""
        settings: Settings = self.config.plugins[PLUGIN].config
        return settings

    @property
    def cache(self) -> Path:
        """Where results are remembered."""
        return self.root / self.settings.cache_dir

    @property
    def store(self) -> Cache:
        """What is remembered."""
        return Cache(self.cache, self.settings.cache_size * 1024**2)

    def pool(self, workers: int | None = None) -> Pool:
        """Processes for its pages, so many at once or as many as are set."""
        found = self.settings
        limits = Limits(seconds=float(found.seconds), memory=found.memory * 1024**2)
        return Pool(workers or found.workers, limits=limits)


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
    return Site(config)
