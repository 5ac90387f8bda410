"""The code to copy is that which the checks ran: it stands alone and computes the formula."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from actbook.checking.points import parameter_values
from actbook.checking.vector_claims import component
from actbook.drawing.sampled import value
from actbook.libraries.chosen import recorders
from actbook.reading.page import Cell, Function, Implementation, Page, Parameter
from actbook.reading.parse import read
from actbook.reading.scope import read_formulas
from actbook.weaving.listing import listing

ROOT = Path(__file__).parent.parent
POINTS = (-30.0, -2.5, -1.0, -0.3, 0.0, 0.2, 1.0, 2.5, 30.0)


def book() -> list[Page]:
    paths = sorted((ROOT / "docs" / "activations").glob("[!_]*.md"))
    return [read(path.read_text("utf-8"), str(path)) for path in paths]


BOOK = book()
EVERY = [(page, f, i) for page in BOOK for f in page.functions for i in f.implementations]
CODES = [(page, f, i) for page, f, i in EVERY if not recorders(i)]


def listed(call: str, *cells: str, parameters: tuple[Parameter, ...] = ()) -> str:
    function = Function("", "F", "f", parameters, (), (), False, 1)
    blocks = [Cell(source, 1, 1, 1, "", {}) for source in cells]
    return listing(function, Implementation("NumPy", call, 1), blocks)


def ran(code: str, call: str, x: object, given: dict[str, float]) -> object:
    """What code gives at x: its last line, or the function that it defines."""
    namespace: dict[str, object] = {"x": x}
    exec(code, namespace)
    namespace.update(given, x=x)
    return namespace["y"] if "y" in namespace else eval(call, namespace)


@pytest.mark.parametrize(
    ("page", "function", "implementation"),
    CODES,
    ids=[f"{page.slug}-{f.name or 'own'}-{i.label}" for page, f, i in CODES],
)
def test_the_code_of_the_book_runs_alone_and_computes_the_formula(page, function, implementation):
    code = listing(function, implementation, page.cells)
    assert code and "matplotlib" not in code
    body = "\n".join(cell.source for cell in page.cells)
    own = [line for line in code.split("\n") if not line.startswith(("y = ", "from math"))]
    names = {p.name for p in function.parameters}
    assert all(line in body for line in own if line.partition(" = ")[0] not in names)
    given = parameter_values(function.parameters)[0]
    tensor = "torch" in implementation.code
    points: object = np.array(POINTS)
    if tensor:
        torch = pytest.importorskip("torch")
        points = torch.tensor(POINTS, dtype=torch.float64)
    found = np.asarray(ran(code, implementation.code, points, given))
    others = [other for other in BOOK if other is not page]
    definition = read_formulas(page, others).definitions[function.symbol]
    if function.vector:
        names = {**given, "x": list(POINTS), "n": len(POINTS)}
        true = [
            float(component(definition.expression, {**names, definition.index or "i": i}))
            for i in range(1, len(POINTS) + 1)
        ]
    else:
        true = [value(definition.expression, {**given, "x": x}) for x in POINTS]
    np.testing.assert_allclose(found, true, rtol=1e-9, atol=1e-15)


def test_only_what_is_needed_is_listed_with_imports_first():
    setup = "import math\nimport matplotlib.pyplot as plt\nscale = 2.0\nother = 3.0"
    define = "plt.plot([0])\n\ndef f(x):\n    return scale * math.tanh(x)  # so\n\nprint(f(1))"
    assert listed("f(x)", setup, define) == (
        "import math\n\nscale = 2.0\n\ndef f(x):\n    return scale * math.tanh(x)  # so"
    )


def test_a_name_is_what_it_is_at_the_end_of_the_page():
    cells = ("def f(x):\n    return table[0] * x", "table = [1]", "table = [2]\ntable.append(3)")
    code = listed("f(x)", *cells)
    assert "table = [1]" not in code and "table.append(3)" in code
    namespace: dict[str, object] = {}
    exec(code, namespace)
    assert namespace["f"](1) == 2  # type: ignore[operator]


def test_a_call_is_listed_with_its_parameters():
    alpha = Parameter("alpha", "\\alpha", "sqrt(2)", "(0, oo)", 1)
    code = listed("math.tanh(alpha * x)", "import math", parameters=(alpha,))
    assert code == "import math\nfrom math import sqrt\n\nalpha = sqrt(2)\ny = math.tanh(alpha * x)"
    assert ran(code, "", 1.0, {}) == math.tanh(math.sqrt(2))


@pytest.mark.parametrize("call", ["g(x)", "f(x, missing)", "f(x"])
def test_nothing_is_listed_where_something_is_missing(call):
    assert listed(call, "def f(x, y=0):\n    return x", "def g(x):\n    return unknown(x)") == ""


def test_a_call_of_a_library_that_no_build_makes_is_listed_with_its_import() -> None:
    """That of an operator, which is no Python as it stands, is not."""
    alone = [listing(f, i, page.cells) for page, f, i in EVERY if recorders(i) and not i.library]
    assert len(alone) > 40
    for code in alone:
        compile(code, "listing", "exec")
        assert code.partition("\n")[0].startswith(("import ", "from math import "))
    alpha = (Parameter("alpha", "\\alpha", "1/2", "(0, oo)", 1),)
    code = listed("jax.nn.elu(x, alpha)", parameters=alpha)
    assert code == "import jax\n\nalpha = 1/2\n\ny = jax.nn.elu(x, alpha)".replace(
        "1/2\n\n", "1/2\n"
    )
    function = Function("", "F", "f", (), (), (), False, 1)
    assert listing(function, Implementation("ONNX", "Elu(x)", 1, "onnx"), []) == ""
