"""Material's search, loaded only when it is used, and told what each page is found by.

Material loads its index with every page. What it is given is an index of nothing; the worker of
`assets/actbook-search.js`, which stands before its own, fetches the whole when something is typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from actbook.weaving.finding import Keys

WORKER = "assets/javascripts/workers/actbook-search.js"
SCRIPT = "actbook-search.js"
_OWN = "assets/javascripts/workers/search."
#: A page that is named stands before all that only hold the words: titles have 1000 in Material.
_FIELDS = {"called": {"boost": 4e7}, "names": {"boost": 1e7}}
_FUNCTION = {"boost": 2.0}


def active(config: MkDocsConfig) -> bool:
    """Whether the site has Material's search."""
    plugin = config.plugins.get("search") or config.plugins.get("material/search")
    return type(plugin).__module__.startswith("material.")


def deferred(html: str) -> str:
    """A page whose search starts with our worker, which is told the name of Material's."""
    return html.replace(_OWN, f"{WORKER}#search.")


def write(folder: Path, pages: Mapping[str, Keys]) -> None:
    """Write both indices into a site's folder. The keys of pages come by their addresses."""
    stub = folder / "search" / "search_index.json"
    index = json.loads(stub.read_text("utf-8"))
    (folder / "search" / "index.json").write_text(_compact(named(index, pages)), "utf-8")
    stub.write_text(_compact({**index, "docs": []}), "utf-8")


def named(index: dict[str, Any], pages: Mapping[str, Keys]) -> dict[str, Any]:
    """Material's index with the keys of pages in fields of their own."""
    config = index["config"]
    fields = {**config["fields"], **_FIELDS}
    told = [_doc(doc, pages) for doc in index["docs"]]
    return {"config": {**config, "fields": fields}, "docs": told}


def _doc(doc: dict[str, Any], pages: Mapping[str, Keys]) -> dict[str, Any]:
    page, _, section = doc["location"].partition("#")
    if page not in pages:
        return doc
    keys = pages[page]
    found = {} if section else {"called": list(keys.title), "names": list(keys.others)}
    return {**(_FUNCTION if keys.function else {}), **doc, **found}


def _compact(data: object) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
