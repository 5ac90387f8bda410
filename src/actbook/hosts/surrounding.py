"""What stands about the pages of a site: metadata, citations, reports, and the page for what is not
there. Without a `site_url` nothing is written that needs the address of a page."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_build_date, get_relative_url

from actbook.hosts.site import Site
from actbook.markup import bare, held
from actbook.result import Entry
from actbook.weaving import about, gallery
from actbook.weaving.about import About
from actbook.weaving.attachments import FONT, asset
from actbook.weaving.navigation import title
from actbook.weaving.references import Bibliography
from actbook.weaving.templates import part, show

SITEMAP, MISSING = "sitemap.xml", "404.html"
UNTOLD = "there is no `site_url`: no canonical links, no sitemap and no metadata are written"


def apart(nav: Navigation, files: Files, entries: Mapping[str, Entry]) -> None:
    """Let previous and next lead to pages of the same section alone. Pages that no navigation shows
    are of the section whose index lies beside them."""
    for page in nav.pages:
        if page.previous_page is not None and page.previous_page.parent is not page.parent:
            page.previous_page.next_page = None
            page.previous_page = None
    shown = {page.file.src_uri: page for page in nav.pages}
    last: dict[str, SitePage] = {}
    for source in sorted(entries, key=lambda source: title(entries[source]).lower()):
        folder, file = posixpath.dirname(source), files.get_file_from_path(source)
        index, page = shown.get(posixpath.join(folder, "index.md")), file and file.page
        if page and index and index.parent and source not in shown:
            page.parent = index.parent
            if folder in last:
                last[folder].next_page, page.previous_page = page, last[folder]
            last[folder] = page


def picture(source: str) -> str:
    """Where the picture of a page stands, from the root of the site."""
    return f"assets/social/{source.rpartition('.')[0]}.png"


def surrounded(html: str, page: SitePage, entry: Entry | None, config: MkDocsConfig) -> str:
    """A page with what stands in its head and below it."""
    told = _about(page, entry, config)
    home = page.file.src_uri == "index.md"
    data = f"{told.home}{Site(config).settings.data_file}" if home and told.home else ""
    in_head = about.head(told, data) + _fonts(html, page)
    with_head = html.replace("</head>", f"{in_head}</head>", 1)
    corrections = config.extra.get("corrections", "")
    near = get_relative_url(corrections, page.url) if corrections else ""
    below, article, after = with_head.rpartition("</article>")
    return f"{below}{about.end(told, near)}{article}{after}"


def _fonts(html: str, page: SitePage) -> Markup:
    """Formulas are not seen until their font is there: a page that has any asks for it at once."""
    address = get_relative_url(FONT, page.url)
    return part("font", address) if "<math" in html else Markup("")


def _about(page: SitePage, entry: Entry | None, config: MkDocsConfig) -> About:
    drawn = config.site_url and entry and entry.result.picture
    return About(
        title=bare(str(page.meta.get("title", page.title))),
        source=page.file.src_uri,
        url=page.canonical_url or "" if config.site_url else "",
        description=bare(str(page.meta.get("description") or config.site_description or "")),
        site=config.site_name,
        author=config.site_author or f"The authors of {config.site_name}",
        date=get_build_date(),
        repository=config.repo_url or "",
        function=bool(entry and entry.page and entry.page.functions),
        home=config.site_url or "",
        image=f"{config.site_url}{picture(page.file.src_uri)}" if drawn else "",
        licence=config.extra.get("licence", ""),
    )


def missing(
    entries: Mapping[str, Entry],
    addresses: Mapping[str, str],
    order: str,
    bibliography: Bibliography,
    config: MkDocsConfig,
) -> str:
    """The page for what is not there, whole in itself: nobody knows from where it is asked for.
    `addresses` are those of pages from the root, `order` is what the gallery begins with."""
    root = urlsplit(config.site_url or "").path.rstrip("/") + "/"
    cards = gallery.cards(entries, lambda source: root + addresses[source], bibliography)
    return show(
        "elsewhere",
        site=config.site_name,
        root=root,
        known=bool(config.site_url),
        gallery=Markup(held(gallery.gallery(cards, order), str)),
        style=Markup(asset("actbook-front.css")),
    )
