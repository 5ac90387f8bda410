"""Code that is wrong in one way is found, told as that, and known for what it is."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from formulas import tree as formula

from actbook.checking import vectors
from actbook.checking.references import Forms
from actbook.commands.main import main
from actbook.conformance import Case, Report, cases
from actbook.formula.symbolic import derivative
from actbook.formula.tree import tree

F = torch.nn.functional
LATEX = {
    "bell": r"\frac{x}{2} (1 + \operatorname{erf}(\frac{x}{\sqrt{2}}))",
    "bell.tanh": r"\frac{x}{2} (1 + \tanh(\sqrt{\frac{2}{\pi}} (x + 0.044715 x^3)))",
    "plus": r"\ln(1 + e^x)",
    "leak": r"\begin{cases} x & \text{if } x > 0 \\ \alpha x & \text{if } x \le 0 \end{cases}",
    "ramp": r"\max(0, x)",
    "tanh": r"\tanh(x)",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test vectors of some functions, as a site has them."""
    found = tmp_path_factory.mktemp("vectors")
    for name, latex in LATEX.items():
        given = {"alpha": 0.01} if name == "leak" else {}
        read = formula(latex)
        told = {
            "function": name,
            "title": name,
            "f": tree(read),
            "slope": tree(derivative(read)),
            "parameters": given,
            "formats": vectors.FORMATS_TOLD,
            "columns": vectors.COLUMNS,
            "sets": [vectors.at(read, given, Forms(), name)],
        }
        (found / f"{name}.vectors.json").write_text(json.dumps(told))
    return found


def report(folder: Path, name: str, form: str, call: Callable[..., Any]) -> Report:
    (case,) = cases(folder / f"{name}.vectors.json", [form])
    return case.report(call)


def forgets_zero(x: Any) -> Any:
    return torch.tanh(x) + 0.0


#: What is wrong: function, format, code, what is said first, and what it is.
WRONG = {
    "the tanh form for the exact one": (
        *("bell", "float32", lambda x: F.gelu(x, approximate="tanh")),
        *(r"f\(", "bell.tanh"),
    ),
    "in doubles too": (
        *("bell", "float64", lambda x: F.gelu(x, approximate="tanh")),
        *(r"f\(", "bell.tanh"),
    ),
    "overflow in float16": (
        *("plus", "float16", lambda x: torch.log(1 + torch.exp(x))),
        *(r"is inf, not 11\.", ""),
    ),
    "NaN gradient of where": (
        "plus",
        "float32",
        lambda x: torch.where(x > 20, x, torch.log1p(torch.exp(x))),
        *(r"f′\(.*\) is nan, not ", ""),
    ),
    "a slope of 0.2": (
        *("leak", "float32", lambda x: F.leaky_relu(x, 0.2)),
        *(r"is -", "leak with alpha = 0.2"),
    ),
    "another function": ("bell", "float32", torch.relu, r"f\(", "ramp"),
    "-0 lost": ("tanh", "float32", forgets_zero, r"f\(-0\) is 0\.0, not -0\.0", ""),
    "another limit": (
        *("tanh", "float64", lambda x: np.where(np.isinf(x), 0, np.tanh(x))),
        *(r"f\(-inf\) is 0\.0, not -1\.0", ""),
    ),
    "NaN swallowed": (
        *("ramp", "float64", lambda x: np.where(x > 0, x, 0)),
        *(r"f\(nan\) is 0\.0, not nan", ""),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_found_and_named(folder: Path, what: str) -> None:
    name, form, call, said, known = WRONG[what]
    found = report(folder, name, form, call)
    assert any(re.search(said, one) for one in found.wrong), found
    assert found.variant == known


def test_a_slope_at_a_kink_is_one_of_those_beside_it(folder: Path) -> None:
    class Two(torch.autograd.Function):
        @staticmethod
        def forward(context: Any, x: Any) -> Any:
            context.save_for_backward(x)
            return torch.relu(x)

        @staticmethod
        def backward(context: Any, above: Any) -> Any:
            (x,) = context.saved_tensors
            return above * torch.where(x > 0, 1.0, torch.where(x == 0, 2.0, 0.0))

    found = report(folder, "ramp", "float32", Two.apply)
    assert found.wrong == ("f′(0.0) is 2.0, and the slopes beside it are 0.0 and 1.0",)


@pytest.mark.parametrize(
    ("name", "form", "call"),
    [
        ("tanh", "float64", np.tanh),
        ("tanh", "float64", math.tanh),
        ("tanh", "bfloat16", torch.tanh),
        ("plus", "float32", lambda x: np.logaddexp(x, 0)),
        ("leak", "float16", lambda x: F.leaky_relu(x, 0.01)),
        ("ramp", "float32", torch.relu),
    ],
)
def test_good_code_passes_however_it_takes_numbers(
    folder: Path, name: str, form: str, call: Callable[..., Any]
) -> None:
    (case,) = cases(folder / f"{name}.vectors.json", [form])
    # The slope 1 - y² of a short format cancels where y is near 1.
    case.check(call, most=300 if form == "bfloat16" else 4)
    found = case.report(call)
    assert found.tried == len(case.points) > 100
    assert (found.worst_slope is None) == (call in (np.tanh, math.tanh) or name == "plus")


def test_what_is_inaccurate_is_wrong_where_that_is_asked(folder: Path) -> None:
    (case,) = cases(folder / "plus.vectors.json", ["float64"])

    def naive(x: Any) -> Any:
        return np.where(x > 30, x, np.log(1 + np.exp(np.minimum(x, 30))))

    assert case.report(naive).wrong == ()
    with pytest.raises(AssertionError, match="more than 4 ulp off"):
        case.check(naive, most=4)


def test_errors_are_those_of_the_true_value(folder: Path) -> None:
    (case,) = cases(folder / "ramp.vectors.json", ["float32"])

    x = next(point.x for point in case.points if point.why == "ordinary" and point.x > 0)
    found = case.report(
        lambda v: np.where(v == np.float32(x), np.nextafter(v, v + 1), np.maximum(v, 0))
    )
    assert found.worst == (1.0, x)


def test_a_case_is_named_by_its_function_parameters_and_format(folder: Path) -> None:
    found = cases(folder / "leak.vectors.json")
    assert [str(case) for case in found][:2] == [
        "leak alpha=0.01 float64",
        "leak alpha=0.01 float32",
    ]
    with pytest.raises(ValueError, match="has no such case"):
        cases(folder / "leak.vectors.json", parameters={"alpha": 0.7})


def typed(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["conformance", *arguments])


def test_the_command_ends_as_the_code_is(folder: Path) -> None:
    where = ("--vectors", str(folder))
    good = typed("torch.tanh", "--function", "tanh", *where)
    assert good.exit_code == 0 and "Tanh" not in good.output and "tanh float16: " in good.output
    bad = typed("torch.nn.functional.gelu", "--function", "tanh", "--dtype", "float32", *where)
    assert bad.exit_code == 1 and "this is bell" in bad.output
    strict = typed("torch.sigmoid", "--function", "plus", "--ulp", "1", *where)
    assert strict.exit_code == 1


def test_any_value_of_a_parameter_can_be_asked_for(folder: Path) -> None:
    (folder / "own_kernels.py").write_text(
        "def leak(x, alpha):\n    return x if x > 0 else alpha * x\n"
    )
    name = ("own_kernels.leak", "--function", "leak", "--vectors", str(folder))
    sys.path.insert(0, str(folder))
    done = typed(*name, "--param", "alpha=0.7")
    assert done.exit_code == 0 and "leak alpha=0.7 float64: " in done.output
    wrong = typed(*name, "--param", "alpha=-0.7")
    assert wrong.exit_code == 0 and "alpha=-0.7" in wrong.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing.of_it", "--function", "tanh"), "there is no module of the name"),
        (("math.no_such", "--function", "tanh"), "has no attribute"),
        (("math.tanh", "--function", "other"), "has no other.vectors.json"),
        (("math.tanh", "--function", "tanh", "--param", "alpha=1"), "has no parameter alpha"),
        (("math.tanh", "--function", "leak", "--param", "alpha=x"), "a parameter is NAME=VALUE"),
        (("math.tanh", "--function", "tanh", "--dtype", "float16"), "takes none of these numbers"),
    ],
)
def test_unusable_arguments_are_told(folder: Path, arguments: Any, said: str) -> None:
    done = typed(*arguments, "--vectors", str(folder))
    assert done.exit_code == 2 and said in " ".join(done.output.split())


def test_neither_the_engine_nor_torch_is_imported(folder: Path) -> None:
    code = f"""
import math, sys
from actbook import conformance
(case,) = conformance.cases({str(folder / "tanh.vectors.json")!r}, ["float64"])
case.check(math.tanh)
print(sorted({{"torch", "sympy", "flint", "mpmath", "mkdocs"}} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_cases_are_what_pytest_takes(folder: Path) -> None:
    found: list[Case] = cases(folder / "tanh.vectors.json")
    assert len({str(case) for case in found}) == len(found) == 4
