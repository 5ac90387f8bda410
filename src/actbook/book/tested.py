"""The files of test vectors of a book's functions, which their formulas decide alone.

What a file holds is described in `docs/data/index.md`; `conformance.py` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from actbook.digest import digest
from actbook.execution.cache import Cache, engine
from actbook.execution.child import Tell
from actbook.execution.pool import Pool
from actbook.execution.running import Crash, Job
from actbook.formula.expression import Expression
from actbook.formula.tree import tree
from actbook.reading.page import Function, Page, Parameter
from actbook.result import Entry, Formulas
from actbook.weaving import functions


def files(
    entries: Mapping[str, Entry], cache: Cache, pool: Pool, writes: bool = True
) -> dict[str, str]:
    """Files by their names from the root of the site, empty where nothing is written; the pages are
    those of these names. What is not remembered is made in the pool."""
    whole = engine("actbook.checking.vectors")
    jobs = dict(_jobs(entries, whole))
    if not writes:
        return dict.fromkeys(jobs, "")
    found = {name: cache.get(job.key, str) for name, job in jobs.items()}
    names = {job.key: name for name, job in jobs.items()}
    for job, answer in pool.run(jobs[name] for name, text in found.items() if text is None):
        if isinstance(answer, Crash):
            raise RuntimeError(f"the test vectors of {job.path}: {answer.message}")
        cache.put(job.key, answer)
        found[names[job.key]] = answer
    return {name: text for name, text in found.items() if text is not None}


def _jobs(entries: Mapping[str, Entry], whole: str) -> Iterator[tuple[str, Job]]:
    for source, entry in entries.items():
        page = entry.page
        for function in page.functions if page is not None else ():
            known = functions.of(function, entry.result)
            if page is not None and known is not None and functions.tested(function, entry.result):
                name, head = functions.vectors(source, function), _head(page, function, known)
                forms = _of(0, known), _of(1, known)
                given = (function.parameters, forms, head)
                parameters = [(p.name, p.default, p.domain) for p in function.parameters]
                key = digest("vectors", whole, parameters, forms, head)
                yield name, Job(key, page.path, _made, given)


def _of(order: int, known: Formulas) -> tuple[Expression, ...]:
    return tuple(form.expression for form in known.forms if form.order == order)


def _head(page: Page, function: Function, known: Formulas) -> dict[str, Any]:
    """What a file tells of its function."""
    return {
        "function": functions.key(page, function),
        "title": function.title,
        "page": page.slug,
        "f": tree(known.forms[0].expression),
        "slope": tree(_of(1, known)[0]) if _of(1, known) else None,
        "parameters": known.parameters,
    }


# What decides vectors is imported where it is used: in a process of the pool.
def _made(
    parameters: tuple[Parameter, ...],
    forms: tuple[tuple[Expression, ...], tuple[Expression, ...]],
    head: Mapping[str, Any],
    tell: Tell,
) -> str:
    from actbook.checking import vectors
    from actbook.checking.references import Forms

    tell.started(f"searching test vectors of {head['title']}", 0)
    sets = vectors.vectors(forms[0][0], parameters, Forms(*forms), head["function"])
    told = {
        "schema": vectors.SCHEMA,
        **head,
        "formats": vectors.FORMATS_TOLD,
        "columns": vectors.COLUMNS,
        "sets": sets,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
