"""The points of a function at which a callable is tried, and what is said of it.

A result is wrong where it is farther off than good code may be (`slack`), is infinite or no number
where the true one is not, loses the sign of -0, or is a slope that is none of those at a kink. What
is not wrong may be inaccurate: the worst error is told in units in the last place of the true
value.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from actbook.amounts import ulps
from actbook.conformance.calling import Call, Taken, taken
from actbook.conformance.points import Form, Half, Point, power

#: Numbers at which results are wrong are told, at most so many.
_SHOWN = 3


@dataclass(frozen=True)
class Report:
    """What was found of a callable: how many results were tried, the worst error of f and of f′
    with the x where it is, what is wrong, and which other function it is, if it is one."""

    case: str
    tried: int
    worst: tuple[float, float | None]
    worst_slope: tuple[float, float | None] | None
    wrong: tuple[str, ...]
    variant: str = ""

    def __str__(self) -> str:
        worst = f"worst error {_told(*self.worst)}"
        if self.worst_slope is not None:
            worst += f", of the slope {_told(*self.worst_slope)}"
        parts = [f"{self.case}: {self.tried} points, {worst}", *(f"  {one}" for one in self.wrong)]
        return "\n".join([*parts, *([f"  this is {self.variant}"] if self.variant else [])])


def _told(error: float, x: float | None) -> str:
    return f"{ulps(error)} ulp" + ("" if x is None else f" at x = {x}")


@dataclass(frozen=True)
class Case:
    """The points of a function in a format at one choice of its parameters, which the callable is
    given by their names unless they are the defaults."""

    function: str
    form: Form
    parameters: Mapping[str, float]
    default: bool
    points: tuple[Point, ...]
    kinks: tuple[tuple[float, float, float], ...]
    limits: Mapping[str, float]
    source: Path

    def __str__(self) -> str:
        given = "".join(f" {name}={value:g}" for name, value in self.parameters.items())
        return f"{self.function}{given} {self.form.name}"

    def check(self, call: Call, most: float | None = None) -> None:
        """AssertionError where the callable is wrong, or farther off than so many ulps."""
        found = self.report(call, most)
        assert not found.wrong, str(found)

    def report(self, call: Call, most: float | None = None) -> Report:
        """What is to be said of a callable. TypeError where it takes no such numbers."""
        code = taken(call, self.form.name, {} if self.default else self.parameters)
        xs = [point.x for point in self.points]
        values, slopes = code.values(xs), code.slopes(xs)
        f = _compared(self.form, self.points, values, "f", lambda point: point.f)
        wrong = [*f.wrong, *self._limits(code)]
        df = None
        if slopes is not None:
            df = _compared(self.form, self.points, slopes, "f′", lambda point: point.slope)
            wrong += [*df.wrong, *self._kinks(code)]
        for one in filter(None, (f, df)):
            if most is not None and one.worst[0] > most:
                wrong.append(f"more than {most:g} ulp off: {ulps(one.worst[0])} at {one.worst[1]}")
        other = self._variant(xs, values) if f.wrong else ""
        steep = None if df is None else df.worst
        return Report(str(self), len(xs), f.worst, steep, tuple(wrong), other)

    def _variant(self, xs: Sequence[float], values: Sequence[float]) -> str:
        from actbook.conformance.variants import variant  # mpmath, which who is right never needs

        return variant(self.source, self.function, xs, values, self.form.digits)

    def _limits(self, code: Taken) -> Iterator[str]:
        xs = {"-inf": -math.inf, "inf": math.inf, "-0": -0.0, "nan": math.nan}
        for name, limit in {**self.limits, "nan": math.nan}.items():
            (found,) = code.values([xs[name]])
            if name == "-0":
                same = found == 0 and math.copysign(1, found) == math.copysign(1, limit)
            elif math.isfinite(limit):
                same = math.isclose(found, limit, rel_tol=2.0 ** (4 - self.form.digits))
                same = same or abs(found - limit) < 2.0**self.form.lowest
            else:
                same = found == limit or (math.isnan(found) and math.isnan(limit))
            if not same:
                yield f"f({name}) is {found}, not {limit}"

    def _kinks(self, code: Taken) -> Iterator[str]:
        for x, left, right in self.kinks:
            (slope,) = code.slopes([x]) or (math.nan,)
            room = 8 * 2.0**-self.form.digits * max(1.0, abs(left), abs(right))
            if not min(left, right) - room <= slope <= max(left, right) + room:
                yield f"f′({x}) is {slope}, and the slopes beside it are {left} and {right}"


@dataclass(frozen=True)
class _Compared:
    worst: tuple[float, float | None]
    wrong: list[str]


def _compared(
    form: Form,
    points: Sequence[Point],
    found: Sequence[float],
    name: str,
    half: Callable[[Point], Half | None],
) -> _Compared:
    """Results beside what is true: the worst error of those that are numbers, and what is wrong."""
    worst: tuple[float, float | None] = (0.0, None)
    wrong = []
    for point, result in zip(points, found, strict=True):
        true = half(point)
        if true is None:
            continue
        said = f"{name}({point.x!r}) is {result!r}, not {true.near!r}"
        if math.isinf(true.rounded) or not math.isfinite(result):
            if result != true.rounded and not _near_largest(form, true, result):
                wrong.append(f"{said} ({point.why})")
            continue
        worst = max(worst, (form.off(result, true.truth), point.x), key=lambda pair: pair[0])
        off = abs(Fraction(result) - true.truth)
        if true.slack is not None and off > form.allowed(point.x, true):
            wrong.append(f"{said} ({point.why})")
    more = [f"and at {len(wrong) - _SHOWN} more points"] if len(wrong) > _SHOWN else []
    return _Compared(worst, wrong[:_SHOWN] + more)


def _near_largest(form: Form, true: Half, result: float) -> bool:
    """Whether rounding decides between the largest number and infinity."""
    edge = power(form.highest + 1)
    near = abs(abs(true.truth) - edge) <= edge * power(4 - form.digits)
    return near and not math.isnan(result) and (result > 0) == (true.truth > 0)


def cases(
    path: Path | str, formats: Sequence[str] = (), parameters: Mapping[str, float] | None = None
) -> list[Case]:
    """The cases in a file of test vectors: all formats, or these, and all choices of parameters, or
    the one that has these values. ValueError where there are none."""
    told = json.loads(Path(path).read_text("utf-8"))
    found = of(told, Path(path), formats)
    if parameters is not None:
        found = [case for case in found if case.parameters == {**told["parameters"], **parameters}]
    if not found:
        known = "; ".join(str(_floats(one["parameters"])) for one in told["sets"])
        raise ValueError(f"{path} has no such case: formats {', '.join(told['formats'])}; {known}")
    return found


def of(told: Mapping[str, Any], source: Path, formats: Sequence[str] = ()) -> list[Case]:
    """The cases in what a file of test vectors tells."""
    return [
        _case(told, one, Form(name, **told["formats"][name]), source)
        for one in told["sets"]
        for name in formats or told["formats"]
        if name in told["formats"]
    ]


def _floats(given: Mapping[str, str]) -> dict[str, float]:
    return {name: float.fromhex(value) for name, value in given.items()}


def _case(told: Mapping[str, Any], one: Any, form: Form, source: Path) -> Case:
    rows = (dict(zip(told["columns"], row, strict=True)) for row in one["rows"])
    kinks = [kink for kink in one["kinks"] if not kink["jump"]]
    limits = {name: float.fromhex(v) for name, v in one["limits"].items() if v is not None}
    return Case(
        function=told["title"],
        form=form,
        parameters=_floats(one["parameters"]),
        default=_floats(one["parameters"]) == told["parameters"],
        points=tuple(_point(row, form) for row in rows if row[f"f {form.name}"] is not None),
        kinks=tuple((float.fromhex(k["x"]), float(k["left"]), float(k["right"])) for k in kinks),
        limits=limits,
        source=source,
    )


def _exact(digits: str) -> Fraction:
    """A number from its digits; infinity as what is beyond all formats."""
    if digits in ("inf", "-inf"):
        return power(2000) if digits == "inf" else -power(2000)
    return Fraction(digits)


def _point(row: Mapping[str, Any], form: Form) -> Point:
    halves = [
        Half(_exact(row[name]), float.fromhex(row[f"{name} {form.name}"]), row[f"{name} slack"])
        if row[name] is not None
        else None
        for name in ("f", "slope")
    ]
    assert halves[0] is not None
    return Point(float.fromhex(row["x"]), row["why"], halves[0], halves[1])
