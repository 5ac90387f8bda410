"""What was recorded of code at all numbers of a format, and where and when records were taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: In a sweep the results are counted whose errors are above each of these, in ulps.
EDGES = (0.5, 1.0, 2.0, 4.0, 16.0, 256.0)


@dataclass(frozen=True)
class Origin:
    """When, on which processor with which vector instructions and which libraries."""

    date: str
    processor: str
    capability: str
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Swept:
    """What an implementation gave at all numbers of float32, at the parameters' defaults.

    `code` is the digest of what it computes by. `above` counts how many of the finite `inputs` have
    an error above each of `EDGES`; the worst is `at`, and none is above `bound`. The reference is
    off by `reference` ulps at most. `wrong` are kinds of other mistakes, how many, and the x next
    to zero; `infinite` each infinite x, the result and the limit. Numbers are written in hex.
    """

    function: str
    library: str
    code: str
    origin: Origin
    measured_with: str
    inputs: int
    above: tuple[int, ...]
    worst_ulp: float
    at: str
    result: str
    value: str
    bound: float
    reference: float
    wrong: tuple[tuple[str, int, str], ...] = ()
    infinite: tuple[tuple[str, str, str], ...] = ()
