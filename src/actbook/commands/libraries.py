"""What `actbook record --libraries` does: the functions of libraries are called where pages name
them, and what they give is written, or held against what was written before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from actbook.book import calls
from actbook.libraries.adapter import Adapter
from actbook.libraries.registry import PLAIN, adapters, key
from actbook.reading.page import Page
from actbook.records.calls import Library, RecordedCall, folder, read, write
from actbook.records.store import Damaged


def renewed(pages: Sequence[Page], *, compares: bool) -> bool:
    """Renew the records of libraries, or compare with them. Whether all are installed that pages
    call and, where compared, as they were."""
    good = True
    for adapter in adapters():
        if adapter is PLAIN:
            continue
        place = folder(Path(pages[0].path)) / f"{key(adapter)}.json"
        wanted = list(calls.requests(pages, adapter, pages))
        if not wanted:
            continue
        try:
            found = calls.take(adapter, wanted)
        except calls.Missing as error:
            click.echo(f"{adapter.name}: {error}: what is recorded stays", err=True)
            good = False
            continue
        told = list(_differences(place, found, adapter)) if compares else _written(place, found)
        click.echo("\n".join(told) or f"{place}: as it was", err=compares and bool(told))
        good = good and not (compares and told)
    return good


def _written(place: Path, found: Library) -> list[str]:
    try:
        old = read(place) if place.exists() else None
    except Damaged:
        old = None
    if old is not None and (old.calls, old.kernels) == (found.calls, found.kernels):
        return [f"{place}: as it was"]
    return [f"wrote {place}: {write(place, found):,} bytes, {len(found.calls)} calls"]


def _differences(place: Path, found: Library, adapter: Adapter) -> Iterator[str]:
    """Which calls give something else than is recorded."""
    try:
        old = read(place)
    except Damaged as damaged:
        yield f"{place}: {damaged}"
        return
    for call in found.calls:
        before = old.call(call.page, call.function, call.code)
        if before is None:
            yield f"{place}: {call.code} of {call.page} is not recorded"
        elif not _alike(before, call, exact=adapter.deterministic and _same(old, found)):
            yield f"{place}: {call.code} of {call.page} gives something else than is recorded"


def _same(old: Library, found: Library) -> bool:
    """Whether both are of one processor and the same versions."""
    here = (found.origin.processor, found.origin.capability, found.origin.versions)
    return (old.origin.processor, old.origin.capability, old.origin.versions) == here


def _alike(before: RecordedCall, now: RecordedCall, *, exact: bool) -> bool:
    """Equal to the last bit, or nearly so where nothing promises that."""
    if exact or len(before.tried) != len(now.tried):
        return before == now
    pairs = [
        pair
        for one, other in zip(before.tried, now.tried, strict=True)
        for pair in zip(one.values, other.values, strict=False)
    ]
    near = all(
        a == b or abs(a - b) <= 1e-12 * max(1.0, abs(a)) or (math.isnan(a) and math.isnan(b))
        for a, b in pairs
    )
    return near and before.formats == now.formats and before.failure == now.failure
