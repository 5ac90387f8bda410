"""What cells give, and what is said of those that fail."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from typing import Any

import matplotlib.pyplot  # noqa: F401  (imported before the cells, as the pool does,
import pytest
import torch  # noqa: F401  for the cells' small limits are not meant for imports)
from cells import PATH, page

from actbook.execution.budget import Limits
from actbook.execution.execute import run
from actbook.execution.paper import CUT
from actbook.result import Output, Outputs


def draw(figure: Any, alt: str, salt: str) -> str:
    return f"<svg {salt}: {alt}, {len(figure.axes)} axes>"


def outputs(*blocks: str, limits: Limits | None = None) -> Outputs:
    return run(page(*blocks), draw, limits=limits)[0]


def problems(*blocks: str, limits: Limits | None = None) -> list[str]:
    return [str(problem) for problem in outputs(*blocks, limits=limits).problems]


PLOT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nplt.plot([0, 1])"
NO_FILE = "FileNotFoundError: [Errno 2] No such file or directory: ''"

GIVEN = {
    "nothing": ("py\nx = 1\nNone", []),
    "a comment": ("py\n# no code", []),
    "the last value": ("py\n1\n0.1 + 0.2", [("value", "0.30000000000000004")]),
    "the representation of a string": ("py\n'a'", [("value", "'a'")]),
    "no value before a semicolon": ("py\n(1);  # quiet", []),
    "a value before a semicolon in a comment": ("py\n1  # not ;", [("value", "1")]),
    "one output of pieces": ("py\nprint('a', 'b')\nprint('c')", [("stdout", "a b\nc\n")]),
    "streams in order of writing": (
        "py\nimport sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\n'd'",
        [("stdout", "a\n"), ("stderr", "b\n"), ("stdout", "c\n"), ("value", "'d'")],
    ),
    "a warning once per line, without a path": (
        "py\nimport numpy as np\nfor x in (1e3, 2e3):\n    y = np.exp(np.float64(x))\ny",
        [
            ("warning", "RuntimeWarning: overflow encountered in exp"),
            ("value", "np.float64(inf)"),
        ],
    ),
    "two warnings of one line": (
        "py\nimport warnings\nfor text in 'ab':\n    warnings.warn(text)",
        [("warning", "UserWarning: a"), ("warning", "UserWarning: b")],
    ),
    "text, then the value, then the figure": (
        f"py|alt=A line.\n{PLOT}\nprint('a')\n1",
        [("stdout", "a\n"), ("value", "1"), ("figure", "<svg sample-0: A line., 1 axes>")],
    ),
    "no echo of artists, no complaint about show": (
        f"py|alt=A line.\n{PLOT}\nplt.show()\nfig, ax",
        [("figure", "<svg sample-0: A line., 1 axes>")],
    ),
    "the last state of a progress bar": (
        "py\nimport sys\nfor i in range(9999):\n"
        "    sys.stderr.write(f'\\r{i:4d}|{\"#\" * 40}')\nprint('a')",
        [("stderr", f"9998|{'#' * 40}"), ("stdout", "a\n")],
    ),
    "a line that another writes over in part": (
        "py\nprint('abc\\rd\\b\\bef')",
        [("stdout", "efc\n")],
    ),
    "no colours and no bells": (
        "py\nprint('\\x1b[31mred\\x1b[0m\\x07\\x00')",
        [("stdout", "red\n")],
    ),
    "what is written past Python, in order": (
        "py\nimport os, subprocess, sys\nprint('a')\nos.write(1, b'b\\n')\nprint('c')\n"
        "subprocess.run(['echo', 'd'])\nsubprocess.run(['echo', 'e'], stdout=sys.stdout);",
        [("stdout", "a\nb\nc\nd\ne\n")],
    ),
    "what a forked process prints": (
        "py\nimport multiprocessing\nprint('a')\n"
        "one = multiprocessing.get_context('fork').Process(target=print, args=('b',))\n"
        "one.start()\none.join()\nprint('c')",
        [("stdout", "a\nb\nc\n")],
    ),
    "no word about a glyph that the font lacks": (
        "py|alt=A line.\nimport matplotlib.pyplot as plt\nplt.title('\u6f22')\nplt.plot([1])\n"
        "plt.gcf().canvas.draw()",
        [("figure", "<svg sample-0: A line., 1 axes>")],
    ),
    "the source of a function": (
        "py\nimport inspect\ndef f():\n    return 1\nprint(inspect.getsource(f), end='')",
        [("stdout", "def f():\n    return 1\n")],
    ),
    "two figures that are shown one after the other": (
        f"py|alt=A line.\n{PLOT}\nplt.show()\nprint('a')\nplt.plot([1])\nplt.show()",
        [
            ("figure", "<svg sample-0: A line., 1 axes>"),
            ("stdout", "a\n"),
            ("figure", "<svg sample-0-2: A line. (2), 1 axes>"),
        ],
    ),
    "the exception it is to show": (
        "py|raises=ZeroDivisionError\nprint('a')\n1 / 0",
        [("stdout", "a\n"), ("error", "ZeroDivisionError: division by zero")],
    ),
    "a subclass of it": ("py|raises=OSError\nopen('')", [("error", NO_FILE)]),
    "an exit it is to show": ("py|raises=SystemExit\nexit(3)", [("error", "SystemExit: 3")]),
    "an exception of its own": (
        "py|raises=Odd\nclass Odd(Exception): ...\nraise Odd",
        [("error", "Odd")],
    ),
    "nothing where it is not run": ("py|run=no|reason=slow\n1 / 0", []),
}


@pytest.mark.parametrize(("block", "expected"), GIVEN.values(), ids=GIVEN)
def test_a_cell_gives(block: str, expected: list[tuple[Any, str]]) -> None:
    given = outputs(block)
    assert given.problems == ()
    assert given.cells[0] == tuple(Output(kind, text) for kind, text in expected)


REFUSED = {
    "an unknown name": (["py\n\nx = y"], "5: NameError: name 'y' is not defined"),
    "a magic": (
        ["py\n%matplotlib inline"],
        "4: `%matplotlib inline` is a command of IPython, and no Python: leave it out, a cell*",
    ),
    "a magic of a cell": (["py\n%%time\nx = 1"], "4: `%%time` is a command of IPython*"),
    "a magic behind a name": (["py\nx = 1\nt = %timeit x"], "5: `%timeit x` is a command of*"),
    "a shell": (["py\nx = 1\n!pip install torch"], "5: `!pip install torch` is a*install the*"),
    "help": (["py\nprint?"], "4: `print?` is a command of IPython*"),
    "prompts": (["py\n>>> 1 + 1"], "4: a cell has no prompts: *"),
    "a process that is spawned": (
        [
            "py\nimport multiprocessing\n"
            "with multiprocessing.get_context('spawn').Pool(1) as pool:\n    pool.map(abs, [1])"
        ],
        "5: RuntimeError: a process that is spawned cannot import the page's code: *",
    ),
    "bad syntax": (["py\nx = 1", "py\nx = 1\nx = = 2"], "9: SyntaxError: invalid syntax"),
    "a function of an earlier cell": (
        ["py\ndef inverse(x):\n    return 1 / x", "py\ninverse(0)"],
        "5: ZeroDivisionError: division by zero (called from line 9)",
    ),
    "an exception in a library": (
        ["py\nimport json\njson.loads('}')"],
        "5: json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
    ),
    "an exception in the representation": (
        ["py\nclass A:\n    def __repr__(self):\n        raise ValueError('a\\nb')\nA()"],
        "6: ValueError: a b",
    ),
    "an exception that cannot be shown": (
        ["py\nclass A(Exception):\n    def __str__(self):\n        raise ValueError\nraise A"],
        "7: A: <exception str() failed>",
    ),
    "an exit": (["py\nimport sys\nsys.exit(0)"], "5: SystemExit: 0"),
    "an interrupt": (
        ["py\nraise KeyboardInterrupt"],
        "4: KeyboardInterrupt: raise KeyboardInterrupt",
    ),
    "an exception that says nothing": (
        ["py\n\nx = next(iter([]))"],
        "5: StopIteration: x = next(*",
    ),
    "text that is not Unicode": (["py\nprint('\\ud800')"], "4: UnicodeEncodeError: *"),
    "no exception": (
        ["py|raises=ValueError\n1"],
        "3: the cell is to raise ValueError, but raises nothing",
    ),
    "another exception": (
        ["py|raises=ValueError\n1 / 0"],
        "4: ZeroDivisionError: division by zero (the cell is to raise ValueError)",
    ),
    "a figure without words": (
        [f"py\n{PLOT}"],
        '3: the figure needs words for who cannot see it: alt="…"',
    ),
    "a shown figure without words": (
        [f"py\n{PLOT}\nplt.show()"],
        '3: the figure needs words for who cannot see it: alt="…"',
    ),
    "words without a figure": (
        ["py|alt=A line.\n1"],
        "3: alt describes a figure, but the cell makes none",
    ),
    "two figures": (
        [f"py|alt=Lines.\n{PLOT}\nplt.figure()"],
        "3: 2 figures in one cell: give each its own",
    ),
    "an inline value that fails": (
        ["{python} 1 / 0", "{python} 2"],
        "3:7: ZeroDivisionError: division by zero",
    ),
    "an inline statement": (["{python} x = 1"], "3:7: SyntaxError: *"),
    "an inline value that warns": (
        ["py\nimport numpy as np", "{python} np.log(np.float64(0))"],
        "7:7: inline code is there for its value, but it writes: "
        "RuntimeWarning: divide by zero encountered in log",
    ),
    "too much memory in Python": (
        ["py\nx = []\nwhile True:\n    x.append(bytes(2**24))"],
        "6: needs more than 0.5 GiB",
    ),
    "too much memory in NumPy": (
        ["py\nimport numpy as np\nx = np.zeros(10**8)"],
        "5: needs more than 0.5 GiB",
    ),
    "too much memory in torch": (
        ["py\nimport torch\nx = torch.zeros(10**9)"],
        "5: needs more than 0.5 GiB",
    ),
}
SMALL = Limits(memory=2**29, lines=20, characters=2000)


@pytest.mark.parametrize(("blocks", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_page_is_refused_for(blocks: list[str], expected: str) -> None:
    (problem,) = problems(*blocks, limits=SMALL)
    assert fnmatchcase(problem, f"{PATH}:{expected}"), problem


LATE = "still running after 0.2 s of processor time"
ENDLESS = {
    "works": (["py\nx = 0\nwhile True:\n    x = 0"], f"*: {LATE}"),
    "works in an inline value": (["{python} [0 for i in iter(int, 1)]"], f"3:7: {LATE}"),
    "works and catches exceptions": (
        ["py\nwhile True:\n    try:\n        x = 0\n    except Exception:\n        pass"],
        f"*: {LATE}",
    ),
    "works and catches everything once": (
        [
            "py\ntry:\n    while True:\n        x = 0\n        y = x\n"
            "except BaseException:\n    while True: x = 0"
        ],
        f"9: {LATE}",
    ),
    "works in a thread": (
        [
            "py\nimport threading\ndef work():\n    while not over: pass\nover = False\n"
            "thread = threading.Thread(target=work)\nthread.start()\n"
            "try:\n    thread.join()\nfinally:\n    over = True"
        ],
        f"11: {LATE}",
    ),
    "sleeps": (
        ["py\nimport time\ntime.sleep(10**6)"],
        "5: waited 2 s without using the processor",
    ),
    "waits for a lock": (
        ["py\nimport threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()"],
        "7: waited 2 s without using the processor",
    ),
    "waits for a process that works": (
        ["py\nimport subprocess, sys\nsubprocess.run([sys.executable, '-c', 'while True: pass'])"],
        "5: waited 2 s without using the processor",
    ),
}


@pytest.mark.parametrize(("blocks", "expected"), ENDLESS.values(), ids=ENDLESS)
def test_a_limit_ends_a_page_that(blocks: list[str], expected: str) -> None:
    (problem,) = problems(*blocks, limits=Limits(seconds=0.2, patience=1.0))
    assert fnmatchcase(problem, f"{PATH}:{expected}"), problem


def test_cells_share_one_namespace_called_main() -> None:
    given, namespace = run(page("py\nx = 1", "py\nx += 1\n__name__"), draw)
    assert given.cells[1] == (Output("value", "'__main__'"),)
    assert namespace["x"] == 2
    assert sys.modules["__main__"].__dict__ is not namespace


def test_what_a_cell_defines_can_be_pickled() -> None:
    source = "import pickle\nclass A: ...\ntype(pickle.loads(pickle.dumps(A()))) is A"
    assert outputs(f"py\n{source}").cells[0] == (Output("value", "True"),)


def test_the_engines_own_future_imports_do_not_reach_the_cells() -> None:
    source = "def f(x: int): ...\nf.__annotations__"
    assert outputs(f"py\n{source}").cells[0] == (Output("value", "{'x': <class 'int'>}"),)


def test_the_pages_future_imports_hold_for_its_rest() -> None:
    later = "py\ndef f(x: Unknown): ...\nf.__annotations__"
    given = outputs("py\nprint(1)", "py\nfrom __future__ import annotations", later)
    assert given.cells[2] == (Output("value", "{'x': 'Unknown'}"),)
    assert problems(later)


def test_a_traceback_shows_the_lines_of_the_page() -> None:
    source = "import traceback\ntry:\n    1 / 0\nexcept ArithmeticError:\n    traceback.print_exc()"
    (output,) = outputs(f"py\n{source}").cells[0]
    assert f'File "{PATH}", line 6, in <module>\n    1 / 0\n' in output.text


def test_after_a_cell_that_fails_nothing_runs() -> None:
    given = outputs("py\nprint(1)", "{python} 2", "py\nx", "py\nprint(3)", "{python} y")
    assert given.cells == ((Output("stdout", "1\n"),), (), ())
    assert given.inlines == ("2", "")
    assert len(given.problems) == 1
    assert given.seconds[0] > given.seconds[2] == 0


LONG = {
    "a million lines": (
        "for i in range(10**5):\n    print(i)",
        "".join(f"{i}\n" for i in range(20)),
    ),
    "a long line": ("print('a' * 10**6)", "a" * 2000 + "\n"),
    "a long value": ("'a' * 10**6", "'" + "a" * 1999 + "\n"),
}


@pytest.mark.parametrize(("code", "kept"), LONG.values(), ids=LONG)
def test_what_is_too_long_is_cut_with_a_note(code: str, kept: str) -> None:
    given = outputs(f"py\n{code}", limits=SMALL)
    assert given.problems == ()
    assert given.cells[0][0].text == f"{kept}{CUT}\n"


def test_the_limit_of_text_is_each_cells_own() -> None:
    block = "py\nfor i in range(20):\n    print(i)"
    assert problems(block, block, limits=SMALL) == []


def test_inline_values_are_computed_where_they_stand() -> None:
    given = outputs("py\nx = 1", "{python} x", "py\nx = 2.5", "{python}  f'{x:.2f}'", "{python} x")
    assert given.inlines == ("1", "2.50", "2.5")


def test_an_inline_value_that_fails_spares_the_others() -> None:
    assert outputs("{python} 1", "{python} y", "{python} 3").inlines == ("1", "", "3")


def test_a_cell_may_ask_for_more_time() -> None:
    limits = Limits(seconds=0.05)
    block = "\nimport time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    assert problems(f"py|limit=60{block}", limits=limits) == []
    said = "still running after 0.05 s of processor time"
    assert problems(f"py{block}", limits=limits) == [f"{PATH}:6: {said}"]


def test_a_cell_may_wait_longer_than_it_may_work() -> None:
    block = "py\nimport time\ntime.sleep(0.5)"
    assert problems(block, limits=Limits(seconds=0.2)) == []


def test_random_numbers_are_the_same_on_every_run() -> None:
    source = "import random, numpy, torch\nrandom.random(), numpy.random.rand(), torch.rand(1)"
    assert outputs(f"py\n{source}").cells == outputs(f"py\n{source}").cells


def test_warning_filters_of_a_cell_last_for_the_page_only() -> None:
    warn = "py\nimport warnings\nwarnings.warn('a')"
    hushed = outputs("py\nimport warnings\nwarnings.simplefilter('ignore')", warn)
    assert hushed.cells == ((), ())
    assert outputs(warn).cells == ((Output("warning", "UserWarning: a"),),)


def test_each_step_is_announced_with_its_line_and_its_limit() -> None:
    told: list[tuple[Any, ...]] = []
    run(page("py\n1", "{python} 1", "py|limit=300\n1"), draw, lambda *step: told.append(step))
    assert told == [
        ("running the cell", 4, 60.0),
        ("computing the inline value", 7, 60.0),
        ("running the cell", 10, 300.0),
    ]
