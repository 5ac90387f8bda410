"""A browser and a server of folders, for tests of what readers see."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
#: Milliseconds after which what should have happened will not, on however slow a machine.
FAR = 600_000


@contextlib.contextmanager
def browsing() -> Iterator[Any]:
    """Chromium: Playwright's own where it is installed, else the system's."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = None if own.exists() else CHROMIUM
        if path is None and not own.exists():
            assert os.environ.get("ACTBOOK_BROWSER") != "required", "no Chromium was found"
            pytest.skip("no Chromium: `playwright install chromium` brings one")
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"], timeout=FAR
        )
        yield browser
        browser.close()


def opened(browser: Any, **options: Any) -> Any:
    """A new window of the browser, which waits as long as it takes."""
    context = browser.new_context(**options)
    context.set_default_timeout(FAR)
    return context


@contextlib.contextmanager
def serving(folder: Path, under: str = "") -> Iterator[str]:
    """The address of a folder, `under` a path of the server, with its own page for what is not
    there."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            inside = path.startswith(f"/{under}")
            return super().translate_path("/" + path[1 + len(under) :] if inside else "/none/none")

        def send_error(self, code: int, *_: object) -> None:  # type: ignore[override]
            page = folder / "404.html"
            self.send_response(code)
            self.end_headers()
            self.wfile.write(page.read_bytes() if page.exists() else b"")

        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{under}"
    server.shutdown()
