"""One verdict at two doors: what `check` says of pages is what a build says, link for link.

Both go the way of MkDocs' own build, with the site's plugins and its validation; `check` leaves out
what is written.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from actbook.book.book import Book
from actbook.book.progress import Progress
from actbook.hosts.mkdocs import ActbookPlugin, Interrupted
from actbook.hosts.site import PLUGIN, Site, load
from actbook.hosts.work import Wish
from actbook.reading.recognised import SUFFIXES
from actbook.records.taking import Policy
from actbook.terminal import display, ending
from actbook.verdict import Diagnostic
from actbook.weaving import report

#: What a page links to, where MkDocs does not find it.
_TARGET = re.compile(r"contains [^']*'([^'#?]+)[^']*', but the target")


def build(
    site: Site, folder: Path, progress: Progress, policy: Policy = "refuse", again: bool = False
) -> tuple[Book, bool]:
    """The book, and whether there is a new site: a strict build, which any warning ends."""
    config = site.config
    config.site_dir, config.strict = str(folder), True
    plugin = _plugin(config)
    plugin.wish = Wish(progress, policy, again)
    with _warnings(site, progress.found) as warned:
        config.plugins.on_startup(command="build", dirty=False)
        built = True
        try:
            mkdocs.build(config)
        except Interrupted:
            raise KeyboardInterrupt from None
        except Abort:
            built = False
        finally:
            config.plugins.on_shutdown()
    return plugin.found.with_more(warned), built


def check(
    site: Site, paths: Sequence[Path] | None, progress: Progress, again: bool = False
) -> Book:
    """What a build would say of files and folders; of the whole site if there are none."""
    with _warnings(site, progress.found if paths is None else lambda problem: None) as warned:
        found, more = _checked(site, paths, Wish(progress, again=again, writes=False))
        if more:
            # Links to places on pages that are not asked for, and that only their results give.
            warned.clear()
            silent = Wish(Progress(), writes=False)
            _checked(load(site.configuration), paths, silent, more)
    if paths is None:
        return found.with_more(warned)
    own = {entry.path for entry in found.entries} | {str(ending.near(p.resolve())) for p in paths}
    links = [one for one in warned if one.path in own and not _elsewhere(one, site.docs)]
    for problem in links:
        progress.found(problem)
    return found.with_more(links)


def _elsewhere(problem: Diagnostic, docs: Path) -> bool:
    """Whether what a page outside of the site links to is there: beside it, or beside a page of the
    site, where it may be meant to go."""
    page, link = Path(problem.path).resolve(), _TARGET.match(problem.message)
    if link is None or page.is_relative_to(docs.resolve()):
        return False
    folders = (page.parent, docs, *(path for path in docs.rglob("*") if path.is_dir()))
    return any((folder / link[1]).exists() for folder in folders)


def _checked(
    site: Site, paths: Sequence[Path] | None, wish: Wish, more: Sequence[str] = ()
) -> tuple[Book, list[str]]:
    """The book as far as it is wanted, and the pages that its links need to be known for."""
    config, plugin = site.config, _plugin(site.config)
    config.plugins.on_startup(command="check", dirty=False)
    try:
        config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        files.add_files_from_theme(config.theme.get_env(), config)
        if paths is not None:
            names, outside = _chosen(site, paths, files, config)
            wish = replace(wish, only=frozenset({*names, *more}), outside=outside)
        plugin.wish = wish
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        return plugin.found, _linked(files, config, wish)
    except Interrupted:
        raise KeyboardInterrupt from None
    finally:
        config.plugins.on_shutdown()


def _linked(files: Files, config: MkDocsConfig, wish: Wish) -> list[str]:
    """Render what is wanted, so that links are followed. The other pages that links lead to places
    in, which are not in their text as it is written."""
    rendered = [
        file
        for file in files.documentation_pages(inclusion=InclusionLevel.all)
        if (file.inclusion.is_included() if wish.only is None else file.src_uri in wish.only)
    ]
    for file in rendered:
        mkdocs._populate_page(file.page or Page(None, file, config), config, files)
    links = [link for file in rendered for link in (file.page.links_to_anchors or {}).items()]
    targets = {to for to, _ in links if to not in rendered and to.src_uri != report.SOURCE}
    for to in (to for to in targets if to.is_documentation_page()):
        mkdocs._populate_page(to.page or Page(None, to, config), config, files)
    for file in rendered:
        file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    known = {to: to.page.present_anchor_ids if to.page else set() for to in targets}
    return sorted({to.src_uri for to, at in links if to in known and at.keys() - known[to]})


def _chosen(
    site: Site, paths: Sequence[Path], files: Files, config: MkDocsConfig
) -> tuple[set[str], set[str]]:
    """What is to be checked by its names in the site, and which of them lie outside of it."""
    own = {Path(file.abs_src_path).resolve(): file for file in files if file.abs_src_path}
    names, outside, docs = set[str](), set[str](), site.docs.resolve()
    for given in (path.resolve() for path in paths):
        if given.is_dir() and given.is_relative_to(docs):
            inside = (file for path, file in own.items() if path.is_relative_to(given))
            names |= {file.src_uri for file in inside if file.inclusion.is_included()}
        elif given in own:
            names.add(own[given].src_uri)
        else:
            beside = {file.src_uri: file for file in _beside(given, files, config)}
            for file in beside.values():
                files.append(file)
            outside |= beside.keys()
    return names | outside, outside


def _pages(path: Path) -> list[Path]:
    """A page, or those in a folder: scripts are pages where there are no others."""
    if not path.is_dir():
        return [path]
    return next((found for s in SUFFIXES if (found := sorted(path.rglob(f"*{s}")))), [])


def _beside(given: Path, files: Files, config: MkDocsConfig) -> Iterator[File]:
    """A page outside of the site, or those of a folder, as they are put into the site together."""
    base = given if given.is_dir() else given.parent
    found = {path.relative_to(base).as_posix(): path for path in _pages(given)}
    folder = ""
    while any(files.get_file_from_path(folder + name) for name in found):
        folder += "beside/"
    for name, path in found.items():
        file = File(folder + name, str(base), config.site_dir, config.use_directory_urls)
        file.abs_src_path, file.inclusion = str(path), InclusionLevel.NOT_IN_NAV
        yield file


def _plugin(config: MkDocsConfig) -> ActbookPlugin:
    plugin = config.plugins[PLUGIN]
    assert isinstance(plugin, ActbookPlugin)
    return plugin


@contextlib.contextmanager
def _warnings(site: Site, tell: display.Tell) -> Iterator[list[Diagnostic]]:
    """What a strict build counts: the warnings of MkDocs and its plugins, each told once."""
    told = _Told(site.configuration, tell)
    log = logging.getLogger("mkdocs")
    log.addHandler(told)
    try:
        yield told.problems
    finally:
        log.removeHandler(told)


class _Told(logging.Handler):
    def __init__(self, configuration: Path, tell: display.Tell) -> None:
        super().__init__(logging.WARNING)
        self._configuration, self._tell = str(ending.near(configuration)), tell
        self.problems: list[Diagnostic] = []

    def emit(self, record: logging.LogRecord) -> None:
        other = (Diagnostic(self._configuration, 1, record.getMessage()),)
        for problem in getattr(record, "problems", other):
            if problem not in self.problems:
                self.problems.append(problem)
                self._tell(problem)
