"""`verify.py` stands alone, proves what is true, and is led to accept nothing that is false."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from certificates import of_equation, of_function, of_rounding, outcomes, tree
from flint import arb, ctx

from actbook import verify

RELU = r"\max(0, x)"
ELU = r"\begin{cases} x & \text{if } x > 0 \\ \alpha(e^x - 1) & \text{if } x \le 0 \end{cases}"
SILU = r"\frac{x}{1 + e^{-x}}"
SIGMOID = r"\frac{1}{1 + e^{-x}}"
SWISH = r"\frac{x}{1 + e^{-\alpha x}}"
GELU = r"\frac{x}{2}(1 + \operatorname{erf}(\frac{x}{\sqrt{2}}))"
CUBE = r"x - \tanh(x)"
STEP = r"\begin{cases} 1 & \text{if } x \ge 0 \\ 0 & \text{if } x < 0 \end{cases}"
SQUAREPLUS = r"\frac{x + \sqrt{x^2 + \alpha}}{2}"
POSITIVE = {"alpha": "(0, oo)"}
W = "W(exp(-1))"
SILU_CUT = [f"-1 - {W}"]

#: A function with where it is cut and its parameters, a fact, what is true and what is not.
FACTS: list[tuple[str, list[str], dict[str, str], str, Any, list[Any]]] = [
    (RELU, ["0"], {}, "range", "[0, oo)", ["(0, oo)", "[0, 1)", "[-1, oo)", "{0} U [1, oo)"]),
    (RELU, ["0"], {}, "derivative_range", "{0, 1}", ["[0, 1]", "{0}", "{0, 2}"]),
    (RELU, ["0"], {}, "kinks", ["0"], [[], ["1"], ["0", "1"], ["0", "0"]]),
    (RELU, ["0"], {}, "smoothness", "C^0", ["C^1", "discontinuous", "C^oo"]),
    (RELU, ["0"], {}, "lipschitz", "1", ["2", "1/2", "none"]),
    (RELU, ["0"], {}, "monotonic", "non-decreasing", ["strictly increasing", "none"]),
    (SIGMOID, [], {}, "range", "(0, 1)", ["[0, 1)", "(0, 1]", "(0, 1/2)", "(0, 0.99)"]),
    (SIGMOID, [], {}, "derivative_range", "(0, 1/4]", ["(0, 1/4)", "(0, 0.2501]", "[0, 1/4]"]),
    (SIGMOID, ["0"], {}, "convexity", "neither", ["convex", "strictly concave"]),
    (SIGMOID, [], {}, "parity", "neither", ["odd", "even"]),
    (SILU, SILU_CUT, {}, "range", f"[-{W}, oo)", ["[-0.2784, oo)", "[-0.278464542, oo)"]),
    (SILU, SILU_CUT, {}, "minimum", {"x": f"-1 - {W}", "value": f"-{W}"}, ["none"]),
    (SILU, [], {}, "minimum", {"x": "-1.27846", "value": "-0.27846"}, ["none"]),
    (SILU, [], {}, "limits", {"-oo": "0", "oo": "oo"}, [{"-oo": "0", "oo": "1"}, {"oo": "-oo"}]),
    (SILU, [], {}, "values", {"0": "0", "log(3)": "3*log(3)/4"}, [{"1": "1"}, {"0": "exp(-90)"}]),
    (GELU, [], {}, "range", "[-0.1699712075, oo)", ["[-0.1699712074, oo)", "(-0.1699712075, oo)"]),
    (GELU, [], {}, "limits", {"-oo": "0"}, [{"-oo": "-1"}, {"-oo": "oo"}]),
    (CUBE, ["0"], {}, "monotonic", "strictly increasing", ["non-decreasing", "none"]),
    (CUBE, ["0"], {}, "parity", "odd", ["even", "neither"]),
    (STEP, ["0"], {}, "range", "{0, 1}", ["[0, 1]", "{0}", "{0, 1, 2}"]),
    (STEP, ["0"], {}, "smoothness", "discontinuous", ["C^0"]),
    (STEP, ["0"], {}, "lipschitz", "none", ["0", "1"]),
    (ELU, ["0"], POSITIVE, "range", "(-alpha, oo)", ["[-alpha, oo)", "(-1, oo)", "(-2*alpha, oo)"]),
    (ELU, ["0"], POSITIVE, "lipschitz", "Max(1, alpha)", ["1", "alpha", "Min(1, alpha)"]),
    (ELU, ["0"], POSITIVE, "derivative_range", "(0, alpha) U {1}", ["(0, 1]", "(0, alpha)"]),
    (SWISH, [], POSITIVE, "derivative_range", "[-0.09984, 1.09984]", ["[-0.1, 1.09983]"]),
    (SWISH, [f"(-1 - {W})/alpha"], POSITIVE, "range", f"[-{W}/alpha, oo)", [f"[-{W}, oo)"]),
    (SQUAREPLUS, [], POSITIVE, "range", "(0, oo)", ["[0, oo)", "(-1, oo)"]),
    (SQUAREPLUS, [], POSITIVE, "convexity", "strictly convex", ["convex", "neither"]),
]
HINTS = {"alpha": ["1"]}


@pytest.mark.parametrize(("latex", "cuts", "parameters", "name", "true", "false"), FACTS)
def test_a_true_fact_is_checked_and_a_false_one_is_not(
    latex: str, cuts: list[str], parameters: dict[str, str], name: str, true: Any, false: list[Any]
) -> None:
    stated = [(name, true), *((name, value) for value in false)]
    more = {"cuts": cuts, "parameters": parameters, "splits": HINTS if parameters else {}}
    first, *others = outcomes(of_function(latex, *stated, **more))  # type: ignore[arg-type]
    assert first == "checked"
    assert "checked" not in others and others


#: Pieces that are mirrored only for alpha = 1; a denominator that tends to 0 faster than its parts;
#: a piece whose formula, but not the piece, turns near -6; a condition without a value.
BENT = (
    r"\begin{cases} x & \text{if } x \ge \alpha - 1 \\ -x & \text{if } x < \alpha - 1 \end{cases}"
)
SLOW = (
    r"\begin{cases} \frac{1}{x (\sqrt{x^2 + 1} - x - \frac{1}{2 x})} & \text{if } x > 1"
    r" \\ 0 & \text{if } x \le 1 \end{cases}"
)
AWAY = r"(x + 6 - \frac{1}{2^{21}})"
TURN = rf"\frac{{{AWAY}^2}}{{2}} - (\frac{{{AWAY}}}{{4}} - \frac{{1}}{{16}}) e^{{4 x}}"
FAR_OUT = (
    rf"\begin{{cases}} {TURN} & \text{{if }} x < -10"
    rf" \\ {TURN.replace('x', '(-10)')} & \text{{if }} x \ge -10 \end{{cases}}"
)
LOG_IN_IF = (
    r"\begin{cases} 1 & \text{if } x = 0 \\"
    r" \begin{cases} 1 & \text{if } \ln(x)^2 + 1 > 0 \\ 0 & \text{otherwise} \end{cases}"
    r" & \text{if } x \ne 0 \end{cases}"
)

#: Certificates with something wrong beside the statement: in the formula, in the hints, in what a
#: fact is stated for.
TAMPERED = [
    of_function(rf"{SILU} + 0.001", ("range", f"[-{W}, oo)"), cuts=SILU_CUT),
    of_function(SILU.replace("1 +", "2 +"), ("values", {"0": "0", "log(3)": "3*log(3)/4"})),
    of_function(ELU, ("kinks", []), cuts=["0"], parameters=POSITIVE, where="alpha >= 1"),
    of_function(ELU, ("convexity", "convex"), cuts=["0"], parameters=POSITIVE, splits=HINTS),
    of_function(ELU, ("convexity", "convex"), cuts=["0"], parameters=POSITIVE, where="alpha < 2"),
    of_function(ELU, ("range", "(-alpha, oo)"), cuts=["0"], parameters={"alpha": "(-1, oo)"}),
    of_function(RELU, ("smoothness", "C^oo"), cuts=[]),
    of_function(RELU, ("kinks", []), cuts=["1"]),
    of_function(r"\frac{x^2}{x}", ("range", "(-oo, oo)")),
    of_function(r"\ln(x)", ("range", "(-oo, oo)"), ("values", {"-1": "0"})),
    of_function(r"\frac{1}{x - 300}", ("monotonic", "strictly decreasing")),
    of_function(r"\sqrt{x^2}", ("smoothness", "C^oo"), ("monotonic", "strictly increasing")),
    of_function(r"e^{-(x - 20)^2}", ("monotonic", "non-increasing"), ("range", "(0, 0.5]")),
    of_function(r"\alpha x", ("range", "(-oo, oo)"), parameters={"alpha": "(-oo, oo)"}),
    of_function(SIGMOID, ("range", "(0, 1)"), parameters={"x": "(0, 1)"}),
    of_function(SIGMOID, ("range", "(0, 1)"), parameters=POSITIVE, where="alpha < 0"),
    of_function(SIGMOID, ("values", {"0": "log(-2)"}), ("values", {"0": "sqrt(-1)**2"})),
    of_function(SIGMOID, ("unheard of", "of")),
    of_function("|x - 2v|", ("kinks", []), cuts=["v"], parameters={"v": "(0, oo)"}),
    of_equation(SIGMOID, r"\frac{1}{1 + e^{x}}"),
    of_equation(r"\ln(-x)", r"\ln(x)"),
    of_equation(r"\sqrt{-1 - x^2}", r"\sqrt{-1 - x^2}"),
    of_equation(r"\sqrt{x^2}", "x"),
    of_equation(r"\ln(x^2)", r"2 \ln(\alpha)"),
    of_equation(r"e^{\frac{1}{2} \ln(x^2)}", "x"),
    of_equation(RELU, r"\frac{x}{2}", cuts=["0"]),
    of_equation(RELU, "x"),
    of_equation(r"\sin(x + \pi)", r"\sin(x)"),
    of_rounding(r"\pi", "3.1415"),
    of_rounding("0.4", "1"),
    of_rounding("0.4", "1/1000000"),
    of_function(BENT, ("parity", "even"), cuts=["alpha - 1"], parameters=POSITIVE),
    of_function(SLOW, ("limits", {"oo": "0"}), cuts=["1"]),
    of_function(FAR_OUT, ("monotonic", "none"), cuts=["-10"]),
    of_function(r"x^{\frac{x}{x}}", ("values", {"0": "0"}), ("parity", "odd")),
    of_function(LOG_IN_IF, ("values", {"-1": "1"}), ("range", "{1}"), cuts=["0"]),
    of_function("1", ("values", {"1/0": "1"}), ("values", {"log(-1)": "1"})),
    of_function(RELU, ("kinks", {"0": "1"}), ("kinks", "0"), cuts=["0"]),
    of_equation(
        r"\begin{cases} x & \text{if } x > 0 \\ 7 & \text{otherwise} \end{cases}", "x", x="[0, 1]"
    ),
    of_equation(
        r"\begin{cases} 1 & \text{if } \sin(10^{23}) > 2 \\ 0 & \text{otherwise} \end{cases}", "1"
    ),
]


@pytest.mark.parametrize("certificate", TAMPERED)
def test_what_a_tampered_certificate_states_is_not_checked(certificate: dict[str, Any]) -> None:
    found = outcomes(certificate)
    assert found and "checked" not in found


def test_right_equations_are_checked() -> None:
    assert outcomes(of_equation(SIGMOID, r"\frac{1 + \tanh(x/2)}{2}")) == ["checked"]
    assert outcomes(of_equation(r"\ln(\frac{\alpha}{2})", r"\ln(\alpha) - \ln(2)", alpha="(0, oo)"))
    assert outcomes(of_equation(RELU, r"\frac{x + |x|}{2}", cuts=["0"])) == ["checked"]
    assert outcomes(of_equation(r"\sin(x)^2 + \cos(x)^2", "1")) == ["checked"]
    assert outcomes(of_rounding(r"\pi", "3.1416")) == ["checked"]


def test_a_derivative_is_taken_here_and_not_where_a_case_begins() -> None:
    claim = {"claim": "f'", "variables": {}, "cuts": []}
    sides = [
        (
            {"derivative": tree(SIGMOID), "order": 1, "at": {"x": tree("0")}},
            tree("0.25"),
            "checked",
        ),
        ({"derivative": tree(SIGMOID), "order": 1, "at": {"x": tree("0")}}, tree("0.3"), "refused"),
        (
            {"derivative": tree(RELU), "order": 1, "at": {"x": tree("0")}},
            tree("0"),
            "not independently checked",
        ),
        (
            {"derivative": tree(r"\ln(x)"), "order": 1, "at": {"x": tree("-1")}},
            tree("-1"),
            "not independently checked",
        ),
        (
            {"derivative": tree("x"), "order": -1, "at": {"x": tree("0")}},
            tree("0"),
            "not independently checked",
        ),
    ]
    for left, right, expected in sides:
        whole = of_equation("x", "x") | {"identities": [{**claim, "left": left, "right": right}]}
        assert outcomes(whole) == [expected]


def test_a_damaged_certificate_is_refused() -> None:
    whole = of_function(SIGMOID, ("range", "(0, 1)"), ("limits", "oo"), ("kinks", 3))
    del whole["functions"][0]["splits"]
    assert set(outcomes(whole)) == {"refused"}


@pytest.mark.parametrize(
    "text",
    [
        '{"certificate": 2, "functions": [], "identities": [], "roundings": [], "unchecked": []}',
        '{"certificate": 1, "certificate": 1, "functions": []}',
        '{"certificate": 1, "functions": [3]}',
        "[" * 100_000,
    ],
)
def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.certificate.json"
    file.write_text(text, "utf-8")
    said: list[str] = []
    assert verify.main([str(file)], said.append) == 1
    assert said[-1] == "0 checked; 0 not independently checked; 1 refused"


@pytest.mark.parametrize("part", [{"number": "1/0"}, {"apply": "+", "to": []}])
def test_a_tree_without_a_meaning_is_not_checked(part: dict[str, Any]) -> None:
    whole = of_function("x", ("range", "{0}"))
    whole["functions"][0]["tree"] = part
    assert "checked" not in outcomes(whole)


def test_the_sine_of_a_large_number_is_held() -> None:
    for n in (10**17, 10**23, 10**40, 10**80):
        with ctx.workprec(900):
            true = arb(n).sin() * arb(2) ** verify.BITS
            low, high = verify.sine(verify.near(n), 0)
            assert low <= true <= high and high - low <= 3 * verify.ONE


VALUES = [Fraction(k, 7) * Fraction(3) ** n for n in (-9, -2, 0, 1, 2) for k in (-5, -1, 1, 3, 7)]


@pytest.mark.parametrize("x", VALUES, ids=str)
def test_intervals_hold_the_values_that_arb_gives(x: Fraction) -> None:
    made = {"exp": verify.exp, "erf": verify.erf, "log": verify.log, "lambertw": verify.lambert}
    made |= {"sin": lambda a: verify.sine(a, 0), "cos": lambda a: verify.sine(a, 1)}
    made |= {"sqrt": lambda a: verify.root(a, 2), "root": lambda a: verify.root(a, 5)}
    positive = ("log", "lambertw", "sqrt", "root")
    with ctx.workprec(400):
        at = arb(x.numerator) / x.denominator
        for name, function in made.items():
            if x > 0 or name not in positive:
                low, high = function(verify.near(x))
                true = at.root(5) if name == "root" else getattr(at, name)()
                scaled = true * arb(2) ** verify.BITS
                assert low <= scaled <= high, name
                assert high - low < (1 + abs(scaled)) * arb(2) ** -30 + arb(2) ** 50, name


def test_it_imports_the_standard_library_alone() -> None:
    source = Path(verify.__file__ or "").read_text("utf-8")
    imported = {
        alias.name.partition(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in (
            [ast.alias(node.module or "")] if isinstance(node, ast.ImportFrom) else node.names
        )
    }
    assert imported <= {*sys.stdlib_module_names}


def test_a_site_is_checked_by_the_file_alone(tmp_path: Path) -> None:
    right = of_function(SIGMOID, ("range", "(0, 1)")) | {"page": "a"}
    (tmp_path / "a.certificate.json").write_text(json.dumps(right), "utf-8")
    fact = {"function": "f", "name": "parity", "where": None, "stated": "odd", "verdict": "proved"}
    pages = [{"slug": "a", "facts": [fact]}]
    (tmp_path / "actbook.json").write_text(json.dumps({"pages": pages}), "utf-8")
    command = [sys.executable, "-I", str(verify.__file__), str(tmp_path)]
    first = subprocess.run(command, capture_output=True, text=True)
    assert first.returncode == 0
    assert first.stdout.splitlines()[-1] == "1 checked; 1 not independently checked; 0 refused"
    assert "parity of f" in first.stdout
    right["functions"][0]["facts"][0]["stated"] = "(0, 2)"
    (tmp_path / "a.certificate.json").write_text(json.dumps(right), "utf-8")
    second = subprocess.run(command, capture_output=True, text=True)
    assert second.returncode == 1 and "refused" in second.stdout
    (tmp_path / "a.certificate.json").unlink()
    assert subprocess.run(command, capture_output=True).returncode == 2
