"""An assertion that fails says why: its source, its values, and what its cell last printed."""

from __future__ import annotations

import pytest
from cells import PATH, page

from actbook.execution.execute import run
from actbook.result import Outputs


def outputs(*blocks: str) -> Outputs:
    return run(page(*blocks), lambda figure, alt, salt: "")[0]


def said(*blocks: str) -> str:
    (problem,) = outputs(*blocks).problems
    assert problem.path == PATH
    return f"{problem.line}: {problem.message}"


FAILED = {
    "the value of a call and its arguments": (
        "py\nxs = [1, 2]\nassert sum(xs) < 3",
        "5: AssertionError: assert sum(xs) < 3, where sum(xs) = 3, xs = [1, 2]",
    ),
    "no value of what was not evaluated": (
        "py\nx, y = [1], [2]\nassert len(x) > 1 and len(y) > 1",
        "5: AssertionError: assert len(x) > 1 and len(y) > 1, where len(x) = 1, x = [1], y = [2]",
    ),
    "no value of an earlier turn": (
        "py\nfor n in (5, 3):\n    assert n % 5 == 0 and n // 5 == 1",
        "5: AssertionError: assert n % 5 == 0 and n // 5 == 1, where n % 5 = 3, n = 3",
    ),
    "every side of a chain of comparisons": (
        "py\na = {'x': 2}\nassert 0 < a['x'] < a['x'] - 1",
        "5: AssertionError: assert 0 < a['x'] < a['x'] - 1, "
        "where a['x'] = 2, a['x'] - 1 = 1, a = {'x': 2}",
    ),
    "what a negation denies": (
        "py\nxs = [1]\nassert not xs.count(1)",
        "5: AssertionError: assert not xs.count(1), where xs.count(1) = 1, xs = [1]",
    ),
    "numbers of NumPy as numbers": (
        "py\nimport numpy as np\nassert np.mean([1, 2]) < 1",
        "5: AssertionError: assert np.mean([1, 2]) < 1, where np.mean([1, 2]) = 1.5",
    ),
    "its own message first": (
        "py\nx = 1\nassert x > 1, 'too small'",
        "5: AssertionError: too small; assert x > 1, where x = 1",
    ),
    "a variable of a generator is not one of the page": (
        "py\nx, xs = 7, [1]\nassert all(x > 1 for x in xs)",
        "5: AssertionError: assert all(x > 1 for x in xs), where xs = [1]",
    ),
    "an assertion of several lines": (
        "py\nx = 1\nassert (\n    x\n    > 1\n)",
        "6: AssertionError: assert x > 1, where x = 1",
    ),
    "nothing where there are no values": ("py\nassert False", "4: AssertionError: assert False"),
    "the last line that the cell printed": (
        "py\nprint('step 1')\nprint('step', 2)\nprint()\nassert 1 > 2",
        "7: AssertionError: assert 1 > 2; the cell last printed: step 2",
    ),
    "the local variables of a function": (
        "py\ndef f(x):\n    y = x\n    assert abs(y) < 1\n    return y\nf(3)",
        "6: AssertionError: assert abs(y) < 1, where abs(y) = 3, y = 3",
    ),
    "an assertion of other code by its words": (
        "py\nimport numpy as np\nnp.testing.assert_equal(1, 2, verbose=False)",
        "5: AssertionError: Items are not equal:",
    ),
}


@pytest.mark.parametrize(("block", "expected"), FAILED.values(), ids=FAILED)
def test_it_tells(block: str, expected: str) -> None:
    assert said(block).strip() == expected


def test_it_tells_of_an_assertion_in_a_function_of_an_earlier_cell() -> None:
    told = said("py\ndef f(x):\n    assert x + 1 < 1", "py\nprint('second')\nf(2)")
    assert told == (
        "5: AssertionError: assert x + 1 < 1, where x + 1 = 3, x = 2; "
        "the cell last printed: second (called from line 10)"
    )


def test_it_tells_of_an_inline_value() -> None:
    told = said("py\ndef f(x):\n    assert x < 1", "{python} f(2)")
    assert told == "8: AssertionError: assert x < 1, where x = 2"


def test_a_long_value_is_cut_and_a_message_stays_on_one_line() -> None:
    told = said("py\nimport numpy as np\nx = np.eye(50)\nassert x.sum() == len('a' * 10**6)")
    assert "\n" not in told and len(told) < 500
    assert "x.sum() = 50.0" in told and told.endswith("shape=(50, 50))")


def test_nothing_is_evaluated_twice_or_in_another_order() -> None:
    source = (
        "calls = []\ndef f(x):\n    calls.append(x)\n    return x\n"
        "assert f(1) < f(2) < f(3) and not f(0) or f(9)\ncalls"
    )
    assert outputs(f"py\n{source}").cells[0][0].text == "[1, 2, 3, 0]"


def test_an_assertion_that_holds_leaves_nothing_behind() -> None:
    source = "before = set(globals())\nassert abs(-1) == len('a')\nset(globals()) - before"
    assert outputs(f"py\n{source}").cells[0][0].text == "{'before'}"


def test_what_is_caught_is_the_exception_that_the_page_wrote() -> None:
    source = (
        "try:\n    assert len('a') > 1, 'short'\nexcept AssertionError as e:\n    print(e.args)"
    )
    assert outputs(f"py\n{source}").cells[0][0].text == "('short',)\n"


def test_an_assertion_that_is_to_fail_is_shown_as_it_is() -> None:
    given = outputs("py|raises=AssertionError\nassert len('a') > 1")
    assert [output.text for output in given.cells[0]] == ["AssertionError"]
