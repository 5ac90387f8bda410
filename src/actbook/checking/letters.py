"""Verdicts in the letters of their page: what was checked calls the first argument x."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from actbook.reading import subjects
from actbook.reading.page import Function, Implementation, Page
from actbook.verdict import Verdict


def told(verdict: Verdict, page: Page) -> Verdict:
    """A verdict with the argument's own name for x, but for code, which is shown as it is."""
    name = page.functions[0].arguments[0].name if page.functions else "x"
    if name == "x":
        return verdict
    codes = [i.code for function in page.functions for i in function.implementations]
    titles = [function.title for function in page.functions]
    return renamed(verdict, {"x": name}, [*titles, *codes])


def renamed(verdict: Verdict, names: Mapping[str, str], kept: list[str]) -> Verdict:
    """A verdict in which names stand for others at once, except within the texts that are kept."""
    if not names:
        return verdict
    words = [rf"\b{re.escape(name)}\b" for name in names]
    pattern = re.compile("|".join([*map(re.escape, kept), *words]))

    def of(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: names.get(match[0], match[0]), value)
        if isinstance(value, Mapping):
            return {key: of(part) for key, part in value.items()}
        return type(value)(map(of, value)) if isinstance(value, list | tuple) else value

    return replace(
        verdict,
        claim=of(verdict.claim),
        evidence=of(verdict.evidence),
        at=of(verdict.at),
        limits=of(verdict.limits),
        proof=of(verdict.proof),
    )


def unasked(function: Function, one: Implementation) -> Verdict | None:
    """Why a library that is recorded is not asked for a function; None where it is one of x."""
    if [argument.name for argument in function.arguments] == ["x"]:
        return None
    said = f"`{one.code}`: of libraries that are recorded only functions of x are asked"
    return Verdict(subjects.code(function, one), f"${function.call}$", one.label, "fails", said)
