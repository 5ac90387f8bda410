"""How much is proved of forty nested functions, and what it costs: `python benchmarks/nested.py`.

The functions are x g(h(x)), where g and h are nested themselves. Their facts in
`tests/data/nested.yaml` were found without the engine, by `--write`: mpmath brackets the zeros of
f′ and f″ on a grid and refines them, and looks at f and f′ far out. Costs are seconds of processor
time. The command fails where less than `PROVED` of the facts are proved.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import mpmath
import sympy
import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "nested.yaml"
OUTER = {
    "tanh": "tanh({})",
    "erf": "erf({})",
    "atan": "atan({})",
    "sigmoid": "1/(1 + exp(-({})))",
    "softplus": "log(1 + exp({}))",
}
INNER = {
    "softplus": "log(1 + exp(x))",
    "exp_tanh": "exp(tanh(x))",
    "tanh_exp": "tanh(exp(x))",
    "atan_exp": "atan(exp(x))",
    "exp_erf": "exp(-erf(x))",
    "log_square": "log(1 + x**2)",
    "sigmoid": "1/(1 + exp(-x))",
    "erf_softplus": "erf(log(1 + exp(x)))",
}
PROVED = 0.95
#: The grid on which mpmath looks for zeros, its digits, and those that are stated.
GRID = [mpmath.mpf(i) / 32 + mpmath.mpf(1) / 1000 for i in range(-1280, 1280)]
DIGITS, STATED = 60, 9


def formulas() -> dict[str, str]:
    """The forty functions by name, as text."""
    pairs = product(OUTER.items(), INNER.items())
    return {f"{o} of {i}": f"x*{outer.format(inner)}" for (o, outer), (i, inner) in pairs}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="find the facts anew")
    if parser.parse_args().write:
        found = {name: {"formula": f, "facts": facts(f)} for name, f in formulas().items()}
        text = yaml.safe_dump(found, sort_keys=False, width=100)
        DATA.write_text(f"# Written by benchmarks/nested.py, without the engine.\n{text}", "utf-8")
        return 0
    return measure(yaml.load(DATA.read_text(encoding="utf-8"), yaml.BaseLoader))


def measure(known: dict[str, Any]) -> int:
    sys.path.insert(0, str(ROOT / "tests"))
    from trees import subject

    from actbook.facts.prover import Prover
    from actbook.facts.verdicts import check

    each: list[float] = []
    pages: list[float] = []
    proved = 0
    for name, case in known.items():
        start = time.process_time()
        prover = Prover(subject(case["formula"], {}).definition)
        for fact, value in case["facts"].items():
            before = time.process_time()
            (verdict,) = check(subject(case["formula"], {fact: value}), prover)
            each.append(time.process_time() - before)
            proved += verdict.status == "proved"
            if verdict.status != "proved":
                print(f"{name}: {fact} {verdict.status}: {verdict.evidence}")
        pages.append(time.process_time() - start)
    share = proved / len(each)
    print(f"{proved} of {len(each)} facts of {len(known)} functions are proved: {share:.1%}")
    for what, costs in (("a fact", each), ("all facts of a function", pages)):
        high = statistics.quantiles(costs, n=20)[-1]
        print(
            f"{what}: median {statistics.median(costs):.3f} s, 95th percentile {high:.3f} s, "
            f"most {max(costs):.3f} s"
        )
    return 0 if share >= PROVED else 1


def facts(formula: str) -> dict[str, Any]:
    """The facts of a function, by mpmath."""
    mpmath.mp.dps = DIGITS
    x = sympy.Symbol("x", real=True)
    expression = sympy.sympify(formula, locals={"x": x})
    f, slope, bend = (sympy.lambdify(x, sympy.diff(expression, x, n), "mpmath") for n in range(3))
    extrema, steepest = list(zeros(slope)), list(zeros(bend))
    bends = {int(mpmath.sign(v)) for v in map(bend, GRID) if abs(v) > 1e-50}
    moves = {int(mpmath.sign(v)) for v in map(slope, GRID) if abs(v) > 1e-50}
    ends = [limit(f, -1), limit(f, 1)]
    slopes = [limit(slope, -1), limit(slope, 1)]
    values, gradients = [f(z) for z in extrema], [slope(z) for z in steepest]
    low, high = min([*slopes, *gradients]), max([*slopes, *gradients])
    return {
        "range": interval(values, ends),
        "derivative_range": interval(gradients, slopes),
        "monotonic": {(1,): "strictly increasing", (-1,): "strictly decreasing"}.get(
            tuple(moves), "none"
        ),
        "convexity": {(1,): "strictly convex", (-1,): "strictly concave"}.get(
            tuple(bends), "neither"
        ),
        "parity": parity(f),
        "smoothness": "C^oo",
        "kinks": [],
        "lipschitz": written(max(abs(low), abs(high))).replace("oo", "none"),
        "minimum": extremum(extrema, values, ends, -1),
        "maximum": extremum(extrema, values, ends, 1),
        "limits": {"-oo": written(ends[0]), "oo": written(ends[1])},
        "values": {"1": written(f(mpmath.mpf(1))), "0": "0"},
    }


def zeros(f: Callable[[Any], Any]) -> Iterator[Any]:
    """The zeros of a function at which it changes its sign."""
    known = [(x, f(x)) for x in GRID]
    for (a, low), (b, high) in pairwise(known):
        if low * high < 0 and max(abs(low), abs(high)) > 1e-50:
            yield mpmath.findroot(f, (a, b), solver="anderson", tol=1e-80)


def limit(f: Callable[[Any], Any], side: int) -> Any:
    """What a function tends to, by its values at 2^(10^40), which also logarithms leave large, or
    as far out as they can be found."""
    farthest = (mpmath.ldexp(1, 10**40), mpmath.ldexp(1, 10**41))
    for points in (farthest, (mpmath.mpf(10) ** 12, mpmath.mpf(10) ** 13), (600, 700)):
        try:
            near, far = (f(side * point) for point in points)
        except (MemoryError, OverflowError, ValueError):
            continue
        if abs(far) > max(100, abs(near)):
            return mpmath.sign(far) * mpmath.inf
        if abs(far - near) < 1e-30:
            return far
    raise ValueError("no limit is seen")


def interval(inner: list[Any], ends: list[Any]) -> str:
    low, high = min([*inner, *ends]), max([*inner, *ends])
    left, right = (any(abs(v - end) < 1e-40 for v in inner) for end in (low, high))
    return f"{'(['[left]}{written(low)}, {written(high)}{')]'[right]}"


def extremum(places: list[Any], values: list[Any], ends: list[Any], side: int) -> Any:
    best = max([*values, *ends], key=lambda value: side * value)
    at = [x for x, value in zip(places, values, strict=True) if abs(value - best) < 1e-40]
    return {"x": written(at[0]), "value": written(best)} if at else "none"


def parity(f: Callable[[Any], Any]) -> str:
    pairs = [(f(x), f(-x)) for x in GRID[::97]]
    if all(abs(a - b) < 1e-50 for a, b in pairs):
        return "even"
    return "odd" if all(abs(a + b) < 1e-50 for a, b in pairs) else "neither"


def written(value: Any) -> str:
    """A number as a fact states it: exactly where it is a simple fraction, else as a decimal."""
    if mpmath.isinf(value):
        return "oo" if value > 0 else "-oo"
    for q in (1, 2, 4):
        if abs(value * q - mpmath.nint(value * q)) < 1e-8:
            return str(sympy.Rational(int(mpmath.nint(value * q)), q))
    return mpmath.nstr(mpmath.nint(value * 10**STATED) / 10**STATED, STATED + 2)


if __name__ == "__main__":
    sys.exit(main())
