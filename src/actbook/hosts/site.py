"""A site as its `mkdocs.yml` describes it: where its pages lie, and where results are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """A site: its configuration, the folder that this lies in, and what it names.

    `cache` and `bound` are where results are remembered and how many bytes they may take. What
    MkDocs has read, `config`, serves for one build.
    """

    configuration: Path
    root: Path
    docs: Path
    built: Path
    cache: Path
    bound: int
    settings: Settings
    config: MkDocsConfig = field(repr=False, compare=False)

    @property
    def store(self) -> Cache:
        """What is remembered."""
        return Cache(self.cache, self.bound)

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
    return of(config)


def of(config: MkDocsConfig) -> Site:
    """The site of a configuration that MkDocs has read."""
    configuration = Path(config.config_file_path or "mkdocs.yml").resolve()
    root = configuration.parent
    settings = config.plugins[PLUGIN].config
    return Site(
        configuration=configuration,
        root=root,
        docs=Path(config.docs_dir),
        built=Path(config.site_dir),
        cache=root / settings.cache_dir,
        bound=settings.cache_size * 1024**2,
        settings=settings,
        config=config,
    )
