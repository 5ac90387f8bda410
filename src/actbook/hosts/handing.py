"""What the engine hands to MkDocs: woven pages, notebooks, the report, and what lies beside them.

Pages are named as MkDocs names them, `activations/elu.md`. Nothing is written under `docs/`, which
a serving MkDocs watches.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.utils import get_relative_url, normalize_url

from actbook.book.book import Book
from actbook.digest import digest
from actbook.execution import workplace
from actbook.hosts import made, surrounding
from actbook.hosts.rendering import RENDERER
from actbook.hosts.site import Site
from actbook.reading import recognised
from actbook.reading.marked import Runs
from actbook.result import Entry
from actbook.terminal import ending
from actbook.verdict import Diagnostic
from actbook.weaving import (
    finding,
    front,
    gallery,
    navigation,
    notebooks,
    overview,
    pairs,
    remembered,
    report,
)
from actbook.weaving.attachments import DATA, VERIFIER, attachments, verifier
from actbook.weaving.evidence import Link
from actbook.weaving.references import Bibliography
from actbook.weaving.weave import Woven, refused

INDEX = "index.md"


class NotebookFile(File):  # type: ignore[misc]
    """A script under `docs/` whose page is rendered from the notebook that it gave."""

    def is_documentation_page(self) -> bool:
        return True


def pages(files: Files, serving: bool, runs: Runs, asked: Collection[str] = ()) -> dict[str, Path]:
    """The pages of the book among the files of a site in which such cells run, with their paths:
    drafts only while serving, and none that is excluded, but for those asked for."""
    found = {}
    for file in sorted(files, key=lambda file: file.src_uri):
        wanted = file.inclusion.is_in_serve() if serving else file.inclusion.is_included()
        script = file.src_uri.endswith(".py")
        if not file.abs_src_path or not (script or file.is_documentation_page()):
            continue
        path = ending.near(Path(file.abs_src_path))
        if (wanted or file.src_uri in asked) and recognised.holds(path, runs):
            found[file.src_uri] = path
    return found


def unread(files: Files, runs: Runs) -> Iterator[Diagnostic]:
    """The pages that another plugin makes, and that hold what only pages of the book may."""
    for file in files.documentation_pages():
        name = file.src_uri
        if not file.abs_src_path and recognised.is_page(file.content_string, name, runs):
            maker = file.generated_by or "another plugin"
            message = f"{maker} makes this page, which holds formulas, cells or citations: the "
            yield Diagnostic(name, 1, f"{message}engine reads those of files alone")


def navigated(
    nav: Navigation, entries: Mapping[str, Entry], files: Files, config: MkDocsConfig
) -> Navigation:
    """The navigation of the book, where the site has none of its own."""
    if config.nav is not None:
        return nav
    pages = files.documentation_pages(inclusion=InclusionLevel.is_in_nav)
    for file in pages:
        file.page = None  # that of MkDocs' navigation has no title
    names, shown = Site(config).settings, [file.src_uri for file in pages]
    config.nav = navigation.navigation(entries, shown, {INDEX: names.home, **names.titles})
    try:
        return get_navigation(files, config)
    finally:
        config.nav = None  # other plugins take one for the reader's


@dataclass(frozen=True)
class Handover:
    """The pages of a book with their files, in which they are woven and linked: all of the
    `entries`, or those that are `chosen`."""

    book: Book
    entries: Mapping[str, Entry]
    chosen: Collection[str]
    bibliography: Bibliography
    files: Files
    config: MkDocsConfig

    @property
    def site(self) -> Site:
        return Site(self.config)

    def weave(self) -> dict[str, Woven]:
        """All pages as they are woven; notebooks take the places of their scripts."""
        scripts = [source for source in self.chosen if source.endswith(".py")]
        self._replace(scripts)
        level = InclusionLevel.UNDEFINED if self.config.nav is None else InclusionLevel.NOT_IN_NAV
        made = File.generated(self.config, report.SOURCE, content="", inclusion=level)
        self.files.append(made)
        woven = {source: self._woven(source, self.entries[source]) for source in self.chosen}
        for source in scripts:
            wrong = self._render(source)
            woven[source] = replace(woven[source], problems=(*woven[source].problems, *wrong))
        return woven

    def unshown(self) -> Iterator[Diagnostic]:
        """What pages want to show of the book and no page has."""
        for file in self.files.documentation_pages():
            if file.src_uri.endswith(".md") and file.abs_src_path:
                entry, path = self.entries.get(file.src_uri), ending.near(Path(file.abs_src_path))
                text = entry.text if entry else file.content_string
                yield from front.problems(text, str(path), self.entries)

    def texts(self, woven: Mapping[str, Woven]) -> dict[str, str]:
        """The Markdown of the pages and of the report, with what is made of all pages together."""
        shown = {
            source: navigation.titled(self.entries[source], page, self.bibliography)
            for source, page in woven.items()
        }
        for file in self.files.documentation_pages():
            if file.src_uri.endswith(".md") and file.src_uri not in self.entries:
                shown[file.src_uri] = file.content_string
        ties, found = pairs.ties(shown, self.entries), {}
        for source, text in shown.items():
            near = self.entries, self._from(source)
            tied = pairs.tied(text, source, ties, *near)
            found[source] = overview.filled(tied, *near, self.bibliography)
        made = report.report(self.entries, self._from(report.SOURCE), report.score(self.site.root))
        return {**found, report.SOURCE: made}

    def beside(self, writes: bool) -> dict[str, str | bytes]:
        """What the site holds beside its pages, by name; empty where nothing is written."""
        score, cache = report.score(self.site.root), self.site.store
        about = made.made(self.site, {e.path: source for source, e in self.entries.items()})
        found: dict[str, str | bytes] = {VERIFIER: verifier() if writes else ""}
        decided = digest(self.bibliography.key, score, about)
        for file, entries, make in attachments(self.entries, self.bibliography, score, about):
            name = self.site.settings.data_file if file == DATA else file
            found[name] = remembered.beside(file, make, entries, decided, cache) if writes else ""
        if self.config.site_url:  # without one, no page can name its picture
            found |= {
                surrounding.picture(source): entry.result.picture
                for source, entry in self.entries.items()
                if entry.result.picture
            }
        return found

    def keys(self) -> dict[str, finding.Keys]:
        """What pages are found by, by their addresses from the root of the site."""
        found = finding.keys(self.entries)
        return {self.files.src_uris[source].url: keys for source, keys in found.items()}

    def missing(self) -> str:
        """The page for what is not there, with the gallery in the order of the front page."""
        index = self.files.get_file_from_path(INDEX)
        order = gallery.MARKER.search(index.content_string) if index else None
        addresses = {source: self.files.src_uris[source].url for source in self.entries}
        first = order[1] or "" if order else ""
        return surrounding.missing(self.entries, addresses, first, self.bibliography, self.config)

    def _replace(self, scripts: list[str]) -> None:
        """Have each notebook's page rendered in the place of its script."""
        plugins = list(self.config.plugins)
        if scripts and RENDERER not in plugins[: plugins.index("actbook")]:
            # Before, since of a file that is generated it would lose the path.
            raise PluginError(f"there are notebooks: list {RENDERER} in `plugins`, before actbook")
        workplace.clear(os.getpid())  # what an earlier build of a server has left
        folder = workplace.folder() if scripts else Path()
        for source in scripts:
            script = self.files.src_uris[source]
            self.files.remove(script)
            path = str((folder / source).with_suffix(".ipynb"))
            file = NotebookFile.generated(self.config, source, abs_src_path=path)
            file.inclusion = script.inclusion
            self.files.append(file)

    def _render(self, source: str) -> tuple[Diagnostic, ...]:
        """Write the notebook that is to be rendered, and say what is wrong with its links."""
        file, folder = self.files.src_uris[source], posixpath.dirname(source)

        def address(target: str) -> str:
            return self._address(posixpath.normpath(posixpath.join(folder, target)), source)

        name, config = source.removesuffix(".py"), self.config
        links = notebooks.links(name, config.repo_url, config.remote_branch)
        near = [(label, normalize_url(url, file)) for label, url in links]
        text, wrong = notebooks.rendered(
            self.entries[source], self.bibliography, address, near, self.book.engine
        )
        path = Path(file.abs_src_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return wrong

    def _woven(self, source: str, entry: Entry) -> Woven:
        if entry.page is None:
            return Woven(refused(entry.text, entry.result.problems))
        rows = f"{self._address(report.SOURCE, source)}#{report.key(source)}"
        links = list(self._links(source))
        cache = self.site.store
        return remembered.woven(entry.page, entry.result, self.bibliography, links, rows, cache)

    def _links(self, source: str) -> Iterator[Link]:
        """The functions of the other pages, as seen from one."""
        for other, entry in self.entries.items():
            if entry.page is not None and other != source:
                url = self._address(other, source)
                yield from (Link(f.symbol, entry.page.title, url) for f in entry.page.functions)

    def _from(self, source: str) -> Callable[[str], str]:
        return partial(self._address, source=source)

    def _address(self, target: str, source: str) -> str:
        found, base = (self.files.get_file_from_path(name) for name in (target, source))
        return get_relative_url(found.url, base.url) if found and base else ""
