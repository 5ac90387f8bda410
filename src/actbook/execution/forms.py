"""What a value shows of itself beside its text: a table, a picture, a formula.

The methods and their order are those of IPython's display protocol, which pandas, SymPy, Pillow and
many more follow (https://ipython.readthedocs.io/en/stable/config/integrating.html).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

#: The methods that give a form, by its media type; readers get the first that a page can show.
_METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "text/latex": "_repr_latex_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
}
#: Characters of a form that a page holds: beyond, the value is shown as text.
_LONGEST = {
    "text/html": 300_000,
    "text/markdown": 50_000,
    "image/svg+xml": 300_000,
    "text/latex": 5_000,
    "image/png": 1_500_000,
    "image/jpeg": 1_500_000,
}

#: Media types and what they hold; pictures that are bytes in base64.
Forms = tuple[tuple[str, str], ...]


def forms(value: Any) -> tuple[str, Forms]:
    """The text of a value, and its other forms. What its methods raise is the page's error."""
    found = dict(_bundle(value))
    for kind, method in _METHODS.items():
        if kind not in found and (given := _given(value, method)) is not None:
            found[kind] = given
    return of_bundle({"text/plain": repr(value), **found})


def of_bundle(bundle: Mapping[str, Any]) -> tuple[str, Forms]:
    """The same of forms by their media types. Of the text it is said if another is too long."""
    text = bundle.get("text/plain")
    text = text if isinstance(text, str) else ""
    kept = {kind: _written(bundle[kind]) for kind in _METHODS if bundle.get(kind)}
    long = {kind: held for kind, held in kept.items() if len(held) > _LONGEST[kind]}
    if long and len(long) == len(kept):
        kind, held = next(iter(long.items()))
        room = f"a page holds {_LONGEST[kind]:,}"
        text += f"\n… (as text: its {kind} has {len(held):,} characters, {room})"
    return text, tuple(pair for pair in kept.items() if pair[0] not in long)


def _bundle(value: Any) -> Iterator[tuple[str, Any]]:
    given = _given(value, "_repr_mimebundle_", include=None, exclude=None)
    if isinstance(given, Mapping):
        yield from ((kind, held) for kind, held in given.items() if kind in _METHODS)


def _given(value: Any, method: str, **named: Any) -> Any:
    """What a method gives, without the measures that may follow; None where there is none."""
    # Of the class: some objects answer to every name, and a class shows nothing of its objects.
    found = getattr(type(value), method, None)
    if not callable(found):
        return None
    try:
        given = found(value, **named)
    except NotImplementedError:
        return None
    return given[0] if isinstance(given, tuple) and given else given


def _written(held: Any) -> str:
    """A form as the text that HTML and notebooks have of it."""
    if isinstance(held, bytes | bytearray):
        return base64.b64encode(held).decode()
    return str(held)
