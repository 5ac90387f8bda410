"""The display formulas of PyTorch's manual are read as they stand, and give what PyTorch gives.

They are taken from the docstrings of the package that is installed.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from fractions import Fraction

import pytest
import torch
import torch.nn.functional
import torch.nn.modules.activation as activations
from formulas import page

from actbook.formula.balls import ball
from actbook.reading.page import Page
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.weaving import mathml

_BLOCK = re.compile(r"^( *)\.\. math::(.*(?:\n(?:\1 +.*| *(?=\n|\Z)))*)", re.MULTILINE)
#: What the formulas name beside x, with a value for it, as front matter declares it.
PARAMETERS = {
    r"\alpha": ("alpha", "1"),
    r"\lambda": ("lambda_", "1/2"),
    r"\beta": ("beta", "1"),
    r"\text{negative\_slope}": ("negative_slope", "1/100"),
    r"\text{max\_val}": ("max_val", "1"),
    r"\text{min\_val}": ("min_val", "-1"),
    r"\text{threshold}": ("threshold", "1/10"),
    r"\text{value}": ("value", "20"),
    r"\text{scale}": ("scale", "1.0507009873554805"),
    "a": ("a", "1/4"),
}
SELU = "1.6732632423543773"
#: Functions that other pages define.
OTHERS = (
    page("symbol: Tanh", r"\operatorname{Tanh}(x) = \tanh(x)", path="tanh.md"),
    page("symbol: Softplus", r"\operatorname{Softplus}(x) = \ln(1 + e^x)", path="softplus.md"),
    page("symbol: \\Phi", r"\Phi(x) = \frac{1 + \operatorname{erf}(x/\sqrt{2})}{2}", path="Phi.md"),
    page("symbol: \\sigma", r"\sigma(x) = \frac{1}{1 + e^{-x}}", path="sigma.md"),
)
#: Arguments of the modules whose default is another one, or none.
MADE = {"Threshold": (0.1, 20), "RReLU": (0.25, 0.25)}
#: The formulas about activations that are refused: what stands in them, and why.
REFUSED = {
    r"\text{silu}": r"the words \text{ is the logistic sigmoid.} stand in a sentence; those of "
    "formulas are if, for, when, otherwise, else, elsewhere, in all other cases, and, where, with",
    r"\text{MultiHead}": r"\dots has no place in a formula: write a sum, or \max_j, over an index",
    "y =": "y = … says not of which function: write its symbol and (x) for y",
}
#: Formulas about something else.
ELSEWHERE = ("number of classes", r"\lVert")


def _manual() -> Iterator[tuple[str, str]]:
    """Names and formulas."""
    found = [
        *(one for one in vars(activations).values() if inspect.isclass(one)),
        *(one for one in vars(torch.nn.functional).values() if callable(one)),
    ]
    for one in found:
        for match in _BLOCK.finditer(inspect.getdoc(one) or ""):
            first, _, rest = match[2].partition("\n")
            latex = "\n".join([first.strip(), textwrap.dedent(rest)]).strip()
            if not any(word in latex for word in ELSEWHERE):
                yield one.__name__, latex


FORMULAS = dict.fromkeys(_manual())
READ = [one for one in FORMULAS if not any(part in one[1] for part in REFUSED)]


def _page(name: str, latex: str) -> Page:
    symbol = re.match(r"\\text\{(\w+)\}", latex)
    header = f"symbol: {symbol[1] if symbol else name}\n"
    header += "input: vector\n" * ("x_" in latex)
    used = {name: value for name, value in PARAMETERS.items() if _uses(latex, name)}
    header += "parameters:\n" * bool(used)
    for letter, (python, value) in used.items():
        given = SELU if "scale" in latex and python == "alpha" else value
        header += f"  {python}: {{symbol: '{letter}', default: {given}}}\n"
    head = "---\ntitle: T\n" + header + "---\n"
    return read(f"{head}$$\n{latex}\n$$\n", "manual.md")


def _uses(latex: str, name: str) -> bool:
    if name == "a":
        return re.search(r"(?<![A-Za-z\\])a(?= \*|x)", latex) is not None
    return name.replace("{", "{ ") in latex or name in latex


def _others(own: Page) -> list[Page]:
    return [other for other in OTHERS if other.functions[0].symbol != own.functions[0].symbol]


@pytest.mark.parametrize(
    ("name", "latex"), READ, ids=[f"{name}-{n}" for n, (name, _) in enumerate(READ)]
)
def test_a_formula_is_read_and_true(name: str, latex: str) -> None:
    own = _page(name, latex)
    reading = read_formulas(own, _others(own))
    assert reading.problems == ()
    assert mathml.display(latex)
    if own.functions[0].vector:
        return
    (definition,) = (reading.definitions[f.symbol] for f in own.functions)
    values = {p.name: Fraction(str(p.default)) for p in own.functions[0].parameters}
    made = getattr(torch.nn, name, None)
    module = made(*MADE.get(name, ())) if made else getattr(torch.nn.functional, name)
    if isinstance(module, torch.nn.Module):
        module = module.double()
    for x in ("-7/2", "-1/4", "0", "1/3", "5/2", "8"):
        found = float(ball(definition.expression, {**values, "x": Fraction(x)}).mid())
        given = module(torch.tensor([float(Fraction(x))], dtype=torch.float64)).item()
        # PyTorch's GELU is the exact one by default, its formula of tanh an approximation.
        assert found == pytest.approx(given, rel=1e-6, abs=1e-3 if "0.044715" in latex else 1e-7)


@pytest.mark.parametrize(("part", "why"), REFUSED.items(), ids=REFUSED)
def test_a_formula_is_refused_for_a_reason(part: str, why: str) -> None:
    name, latex = next(one for one in FORMULAS if part in one[1])
    own = _page(name, latex)
    assert [problem.message for problem in read_formulas(own, _others(own)).problems] == [why]


def test_nearly_all_are_read() -> None:
    distinct = {latex for _, latex in FORMULAS}
    assert len(distinct) >= 28
    assert len(distinct - {latex for _, latex in READ}) == len(REFUSED) == 3
