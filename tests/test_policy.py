"""The Content-Security-Policy of a page: what it lets run, and that the site works under it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import FAR, browsing, serving

from actbook.weaving import policy

HEAD = '<!doctype html><html><head><meta charset="utf-8"><title>a</title>'
#: Counts what the policy forbids, from before a page's own scripts on.
WATCH = """window.forbidden = []
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  forbidden.push(`${violatedDirective} ${blockedURI}`))
"""


def digest(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def rules(page: str) -> dict[str, list[str]]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found is not None
    return {rule.split()[0]: rule.split()[1:] for rule in found[1].split("; ")}


def test_scripts_of_the_theme_run_by_their_digests_and_those_of_the_content_do_not() -> None:
    content = '<p><script>alert("content")</script></p>'
    theme = "<script>a&&b\n</script><script src='x.js'></script>"
    data = '<script type="application/json">{"a": 1}</script>'
    found = rules(policy.secured(f"{HEAD}{theme}{data}</head>{content}", content))
    assert found["script-src"] == ["'self'", digest("a&&b\n")]
    assert found["object-src"] == found["base-uri"] == ["'none'"]
    assert "'unsafe-inline'" not in found["script-src"] and "*" not in str(found)


def test_the_policy_comes_before_all_that_it_rules() -> None:
    shown = policy.secured(f"{HEAD}<script>a</script></head>")
    assert shown.startswith('<!doctype html><html><head><meta charset="utf-8"><meta http-equiv')
    assert rules(policy.secured("<head><title>a</title></head>"))


HINDERED = {
    "a script": ("<script>a()</script>", "a script that stands in the page is not run"),
    "a frame": (
        '<iframe src="https://a.example/b"></iframe>',
        "`<iframe>` from https://a.example/b",
    ),
    "a picture": ("<img alt='a' src='//a.example/b.png'>", "`<img>` from //a.example/b.png"),
    "a script of another host": (
        '<script async src="https://a.example/b.js"></script>',
        "`<script>` from https://a.example/b.js",
    ),
}


@pytest.mark.parametrize(("content", "said"), HINDERED.values(), ids=HINDERED)
def test_an_author_hears_of(content: str, said: str) -> None:
    (message,) = policy.hindered(content)
    assert said in message and "content_security_policy: false" in message


def test_of_what_works_nothing_is_said() -> None:
    content = '<img src="a.png"><a href="https://a.example">b</a><script src="../x.js"></script>'
    assert list(policy.hindered(content)) == []


@pytest.fixture(scope="module")
def tab(book_site: Path) -> Iterator[tuple[str, Any]]:
    """The address of the book's site, and a window that watches for what is forbidden."""
    with serving(book_site) as base, browsing() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(FAR)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.add_init_script(WATCH)
        yield base, context.new_page()


def test_every_page_stands_under_the_policy_and_breaks_nothing_of_it(
    book_site: Path, tab: tuple[str, Any]
) -> None:
    base, page = tab
    names = [path.relative_to(book_site).as_posix() for path in book_site.rglob("*.html")]
    assert "404.html" in names and len(names) > 20
    for name in names:
        page.goto(base + name)
        assert "object-src" in rules(page.content())
        assert page.evaluate("forbidden") == [], name


def test_search_palette_copy_figures_and_comparison_work_under_the_policy(
    tab: tuple[str, Any],
) -> None:
    base, page = tab
    page.goto(f"{base}activations/gelu/")
    page.wait_for_selector("act-plot[data-ready]")
    scheme = "document.body.dataset.mdColorScheme + document.body.dataset.mdColorMedia"
    before = page.evaluate(scheme)
    page.locator("label[for^=__palette]:visible").first.click()
    page.wait_for_function(f"{scheme} !== {before!r}")
    # Kept for the next page by the theme's inline script.
    page.reload()
    assert page.evaluate(scheme) != before
    page.locator(".md-clipboard, [data-clipboard-target]").first.click(force=True)
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 0)")
    page.click("[data-md-component=search-query]")
    page.keyboard.type("sigmoid")
    page.wait_for_selector(".md-search-result__item", state="attached")
    assert page.evaluate("forbidden") == []
    page.goto(f"{base}compare/")
    page.wait_for_selector("act-compare path", state="attached")
    assert page.evaluate("forbidden") == []


def test_what_gets_into_a_page_does_not_run(tmp_path: Path, tab: tuple[str, Any]) -> None:
    content = (
        "<img src=x onerror='window.fired = 1'><script>window.fired = 1</script>"
        "<a id=a href='javascript:window.fired = 1'>a</a><base href='https://a.example/'>"
    )
    page = f"{HEAD}<script>window.ran = 1</script></head><body>{content}</body></html>"
    (tmp_path / "index.html").write_text(policy.secured(page, content), encoding="utf-8")
    (tmp_path / "open.html").write_text(page, encoding="utf-8")
    with serving(tmp_path) as base:
        for name, fired in (("index.html", None), ("open.html", 1)):
            tab[1].goto(base + name)
            tab[1].evaluate("document.querySelector('#a').click()")
            assert tab[1].evaluate("[window.ran, window.fired ?? null]") == [1, fired], name
