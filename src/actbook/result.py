"""What a page's own process finds out: plain data that is cached and woven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from actbook.formula.expression import Expression
from actbook.port import KinkRow, Port
from actbook.reading.page import Page
from actbook.swept import Origin, Swept
from actbook.verdict import CauseKind, Diagnostic, Subject, Verdict

#: What an output of a cell is.
Kind = Literal["stdout", "stderr", "value", "display", "warning", "error", "figure"]


@dataclass(frozen=True)
class Output:
    """Something that a cell gave: text, or the SVG of a figure.

    `data` are other forms of a value, by their media types, as the object gave them.
    """

    kind: Kind
    text: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RecordedCell:
    """What a cell found: `values` as `records.values` writes them, under the digest of its code."""

    names: tuple[str, ...]
    code: str
    seconds: float
    outputs: tuple[Output, ...]
    values: Mapping[str, Any]
    arrays: Mapping[str, bytes]


@dataclass(frozen=True)
class Trials:
    """In how many of the tried processors and sets of seeds a claim holds. `claim` is its code."""

    claim: str
    processors: tuple[int, int] = (0, 0)
    seeds: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Record:
    """All that is recorded of a page."""

    origin: Origin
    cells: tuple[RecordedCell, ...]
    trials: tuple[Trials, ...] = ()
    tried: str = ""
    processors: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Outputs:
    """What each cell gave and took, and what each inline value is.

    A cell that did not run gave nothing, an inline value that did not is empty. `recorded` is what
    those cells found that record something, and were run. What went wrong is `passing` if the same
    page may be right next time: a limit, or what is missing on this machine.
    """

    cells: tuple[tuple[Output, ...], ...]
    inlines: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    seconds: tuple[float, ...]
    recorded: tuple[RecordedCell, ...] = ()
    passing: bool = False


@dataclass(frozen=True)
class Glance:
    """A row of an at-a-glance table: a label, the value in words with LaTeX between `$`, and what
    its check said. `function` is the key of a variant, `fact` the name of the fact, and `size` what
    tables sort the value by, at the parameters' defaults. `brief` is the value to four decimals."""

    label: str
    value: str
    verdict: Verdict
    function: str = ""
    fact: str = ""
    size: float | None = None
    brief: str = ""


@dataclass(frozen=True)
class Cost:
    """What the formula of a function calls, in words. `dear` counts the elementary functions and
    powers, `others` the divisions, sums and comparisons. `function` is the key of a variant."""

    function: str
    words: str
    dear: int
    others: int


#: Of the negative side and of the positive one.
Ends = tuple[float | None, float | None]


@dataclass(frozen=True)
class NumericsRow:
    """How exact an implementation is in one format, at the parameters' defaults.

    The worst errors are over the finite results, in ulps of the true value, at the x `at`; None
    where nothing was computed. `saturates` is from where outwards all results are the limit,
    `overflows` where the first result is infinite or NaN, `lost` where the first is off by more
    than half a true value of normal size. `exhaustive` says that `points` counts all finite numbers
    of the format. `cause` is why a worst error is more than accurate code makes. `measured_with`
    names the library, its version, the processor and which of its instructions the kernels used:
    with others the numbers differ.
    """

    function: str
    library: str
    dtype: str
    worst_ulp: float | None
    at: str | None
    points: int
    exhaustive: bool
    worst_ulp_derivative: float | None = None
    at_derivative: str | None = None
    saturates: Ends = (None, None)
    overflows: Ends = (None, None)
    overflows_derivative: Ends = (None, None)
    lost: Ends = (None, None)
    cause: CauseKind | None = None
    cause_derivative: CauseKind | None = None
    measured_with: str = ""


#: What a formula of a function is: what defines it, a derivative, or another way to write either.
Role = Literal["definition", "derivative", "identity"]


@dataclass(frozen=True)
class Form:
    """A formula of a function or of its derivative of an `order`, expanded: in x and the parameters
    alone. It is the page's own, or what SymPy makes of the definition (`derived`)."""

    role: Role
    order: int
    expression: Expression
    derived: bool = False


@dataclass(frozen=True)
class Formulas:
    """The formulas of a function, the definition first and of each order what counts first.

    `function` is the key of a variant, `parameters` are the values of the defaults. `numbers` has,
    for each fact by its name and what restricts it, the closed forms that it states, as they are
    written, to 25 digits at the defaults.
    """

    function: str
    forms: tuple[Form, ...]
    parameters: Mapping[str, float]
    numbers: Mapping[tuple[str, str | None], Mapping[str, str]]


@dataclass(frozen=True)
class Unread:
    """A relation in a sentence that is not checked, and why it is not."""

    subject: Subject
    reason: str


@dataclass(frozen=True)
class Gap:
    """How far the page's function and another form of it are apart: the HTML of the figure of their
    difference, and the points in its span where the difference and that of the slopes are farthest
    from 0. `function` is the key of the variant."""

    function: str
    figure: str
    largest: tuple[float, float]
    steepest: tuple[float, float]


@dataclass(frozen=True)
class Result:
    """All that executing and verifying a page gave.

    `portrait` is the HTML of the figure of f and f′, `thumbnail` a small SVG (both empty on a page
    without a function). `problems` is everything that makes the page fail, failing verdicts
    included; a check is `passing` where the code that it calls met what is missing on this machine.
    Of a page that does not fail, `key` is the digest of what decided all this. `notes` say which
    cells were run though they are recorded, `record` is what the page's cells found, `instrument`
    the JSON that the figure is explored with, `gaps` show how other forms of the function differ
    from it, `ports` what libraries mean by it, `picture` is the PNG that other sites show of the
    page, `formulas` are for those who compute with them, `certificate` is the JSON of what is
    proved, for `verify.py`, and `sweeps` are what its code gave at all numbers of float32.
    """

    outputs: Outputs
    verdicts: tuple[Verdict, ...]
    portrait: str
    thumbnail: str
    glance: tuple[Glance, ...]
    problems: tuple[Diagnostic, ...]
    numerics: tuple[NumericsRow, ...] = ()
    kinks: tuple[KinkRow, ...] = ()
    costs: tuple[Cost, ...] = ()
    key: str = ""
    unread: tuple[Unread, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    record: Record | None = None
    passing: bool = False
    instrument: str = ""
    gaps: tuple[Gap, ...] = ()
    ports: tuple[Port, ...] = ()
    picture: bytes = b""
    formulas: tuple[Formulas, ...] = ()
    certificate: str = ""
    sweeps: tuple[Swept, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A page of the book with its result. A page that cannot be read is None."""

    path: str
    slug: str
    text: str
    page: Page | None
    result: Result
