"""A contact sheet of all pages of `site/`, for review: light, dark, narrow and on a phone."""

from __future__ import annotations

import argparse
import functools
import html
import http.server
import shutil
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
#: Name, palette, width and height of the window.
VIEWS = (
    ("light", "light", 1440, 900),
    ("dark", "dark", 1440, 900),
    ("tablet", "light", 800, 1100),
    ("phone", "light", 390, 844),
)
#: How much of a page is taken, in pixels.
TALLEST = 12_000
STYLE = (
    "body { font: 14px system-ui; margin: 1rem } div { display: flex; gap: 1rem; overflow: auto }"
    "img { height: 600px; border: 1px solid #888 } h2 { margin: 1.5rem 0 0.3rem }"
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "pages", nargs="*", help="addresses such as activations/gelu/; all by default"
    )
    parser.add_argument("--site", type=Path, default=ROOT / "site")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "shots")
    given = parser.parse_args()
    found = sorted(given.site.rglob("index.html"))
    pages = given.pages or [f"{p.parent.relative_to(given.site).as_posix()}/" for p in found]
    given.out.mkdir(parents=True, exist_ok=True)
    handler = functools.partial(Quiet, directory=str(given.site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = None if own.exists() else shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for view in VIEWS:
            _taken(browser, view, f"http://127.0.0.1:{server.server_port}/", pages, given.out)
        browser.close()
    server.shutdown()
    sheet = given.out / "index.html"
    sheet.write_text(_sheet(pages), encoding="utf-8")
    print(sheet)


def _taken(
    browser: Browser, view: tuple[str, str, int, int], base: str, pages: list[str], out: Path
) -> None:
    """A picture of each page as a view shows it."""
    name, scheme, width, height = view
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    tab = context.new_page()
    for page in pages:
        tab.goto(base + page)
        tab.wait_for_load_state("networkidle")
        tall = min(tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": tall}
        tab.screenshot(path=out / _file(page, name), full_page=True, clip=clip)
    context.close()


def _file(page: str, view: str) -> str:
    return f"{page.strip('./').replace('/', '-') or 'home'}-{view}.png"


def _sheet(pages: list[str]) -> str:
    rows = (
        f"<h2>{html.escape(page)}</h2><div>"
        + "".join(f'<img loading="lazy" alt="" src="{_file(page, view[0])}">' for view in VIEWS)
        + "</div>"
        for page in pages
    )
    return f"<!doctype html><title>Shots</title><style>{STYLE}</style>{''.join(rows)}"


if __name__ == "__main__":
    main()
