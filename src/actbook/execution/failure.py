"""An exception that a page's code raised: what it says, and where in the page."""

from __future__ import annotations

import re
import traceback

from actbook.execution import assertion, program
from actbook.execution.budget import Limits, OutOfTime
from actbook.reading.page import Page

#: Characters of an exception's message: some carry their whole data.
_LONGEST = 1000
#: Characters of what a cell last printed.
_PRINTED = 100
_EMPTY = "a cell works in an empty folder: what it reads stands on the page or in what it imports"


def described(error: BaseException) -> str:
    """The last line of its traceback: `NameError: name 'y' is not defined`."""
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    # Not str(error), which is the page's code and may itself raise, and suggests no names.
    text = error.msg if isinstance(error, SyntaxError) else str(_summary(error))
    said = f"{name}: {text}" if text else name
    return said[:_LONGEST].encode(errors="backslashreplace").decode()


def explained(error: BaseException, page: Page, limits: Limits, printed: str = "") -> str:
    """One line for a diagnostic. Of an assertion it has the values, and what was last `printed`."""
    if isinstance(error, OutOfTime):
        return str(error)
    if _is_starved(error):
        return f"needs more than {limits.memory / 1024**3:.1f} GiB"
    if isinstance(error, SyntaxError) and error.filename == page.path:
        line = page.text.splitlines()[(error.lineno or 1) - 1]
        if advice := _foreign(line.strip()):
            return advice
    said = " ".join(described(error).split())
    asserted = _asserted(error, page) if isinstance(error, AssertionError) else ""
    if not str(_summary(error)):
        said += f": {asserted or _line(error, page)}"
    elif asserted:
        said += f"; {asserted}"
    if isinstance(error, FileNotFoundError) and _is_relative(error.filename):
        said += f"; {_EMPTY}"
    if printed and isinstance(error, AssertionError):
        said += f"; the cell last printed: {printed[:_PRINTED]}"
    return said


def _is_relative(path: object) -> bool:
    return isinstance(path, str) and path != "" and not path.startswith(("/", "~"))


def _foreign(line: str) -> str:
    """What to do about a line that is none of Python's, but a notebook's or a session's."""
    if re.match(r">>>|\.\.\. |In \[\d*\]:", line):
        return "a cell has no prompts: write the code alone, what it prints follows by itself"
    command = re.search(r"(?:^|=\s*)(%{1,2}[a-zA-Z]\w*.*|![\w./].*)", line)
    if not command and not re.fullmatch(r"\?{1,2}[\w.]+|[\w.]+\?{1,2}", line):
        return ""
    said = f"`{command[1] if command else line}` is a command of IPython, and no Python: "
    if line.startswith(("%matplotlib", "%config")):
        return said + 'leave it out, a cell shows the figure that it draws and describes by alt="…"'
    if re.match(r"[!%]\s*(?:pip|conda|mamba|uv|apt)\b", line):
        return said + "leave it out, and install the package where the book is built"
    if line.startswith("!"):
        return said + "call subprocess.run, or leave it out"
    return said + "leave it out, or write what it does in Python"


def is_passing(error: BaseException) -> bool:
    """Whether the same code may do without it next time: a limit, or what is missing here."""
    link: BaseException | None = error
    seen: set[int] = set()  # a page's code may have an error be its own cause
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        if not isinstance(link, Exception) and not isinstance(link, SystemExit):
            return True
        if isinstance(link, OSError | ImportError) or _is_starved(link):
            return True
        link = link.__cause__ or link.__context__
    return False


def _line(error: BaseException, page: Page) -> str:
    """The page's own line on the way to where an error was raised that says nothing itself."""
    return page.text.splitlines()[[1, *lines(error, page.path)][-1] - 1].strip()


def _asserted(error: AssertionError, page: Page) -> str:
    """The page's assertion that failed, with its values; empty where other code raised this."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)
    cell = next((cell for cell in page.cells if cell.line <= line <= cell.end), None)
    if frame.f_code.co_filename != page.path or cell is None:
        return ""
    return assertion.failed(frame, line, program.placed(cell)) or ""


def lines(error: BaseException, path: str) -> list[int]:
    """The lines of the page on the way to where it was raised, outermost first."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return [error.lineno or 1]
    return [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == path
    ]


def is_named(error: BaseException, name: str) -> bool:
    """Whether an `except` clause with that name would catch it."""
    return any(
        name in (kind.__name__, f"{kind.__module__}.{kind.__qualname__}")
        for kind in type(error).__mro__
    )


def _summary(error: BaseException) -> traceback.TracebackException:
    return traceback.TracebackException(type(error), error, error.__traceback__)


def _is_starved(error: BaseException) -> bool:
    """Whether memory ran out, in Python, NumPy or (as a RuntimeError) torch."""
    return isinstance(error, MemoryError) or (
        isinstance(error, RuntimeError) and "can't allocate memory" in str(error)
    )
