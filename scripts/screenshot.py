"""Take the README's screenshot of the built site: `python scripts/screenshot.py` after `make site`.

Needs a Chromium: `--chromium` or the environment variable `CHROMIUM` names it if it is not found.
"""

from __future__ import annotations

import argparse
import functools
import os
import shutil
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / ".github" / "screenshot.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chrome")
    parser.add_argument("--chromium", default=found, help="the browser to use")
    parser.add_argument("--page", default="activations/elu/", help="the page to show")
    arguments = parser.parse_args()
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(ROOT / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{server.server_port}/{arguments.page}")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=TARGET)
        browser.close()
    server.shutdown()
    print(f"wrote {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
