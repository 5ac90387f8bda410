"""An exception that a page's code raised: what it says, and where in the page."""

from __future__ import annotations

import traceback

from actbook.execution.budget import Limits, OutOfTime
from actbook.execution.capture import TooMuch

#: Characters of an exception's message: some carry their whole data.
_LONGEST = 1000


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


def explained(error: BaseException, limits: Limits) -> str:
    """One line for a diagnostic."""
    if isinstance(error, OutOfTime | TooMuch):
        return str(error)
    if _is_starved(error):
        return f"needs more than {limits.memory / 1024**3:.1f} GiB"
    return " ".join(described(error).split())


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
