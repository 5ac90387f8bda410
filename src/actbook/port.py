"""What libraries make of a function of a page: at its kinks, and by name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class KinkRow:
    """A kink at the parameters' defaults: one-sided derivatives of the formula, and what autograd
    returns for each implementation (label, value). Numbers are written out."""

    function: str
    at: str
    left: str
    right: str
    autograd: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Port:
    """A function of a library, called with nothing but x: what that is.

    `formula` names the function of the page that its values are of, and parameters that are not the
    page's defaults; empty for none. `differs` tells a value by which it is not the function at its
    defaults. `values` are those at `x`, `slopes` the derivative at each kink, written out.
    `formats` says which format it makes of each, or what it raises, `failure` why it needs more.
    A function of vectors is given a matrix, whose entries `x` lists.
    """

    function: str
    library: str
    kernels: str
    called: str
    signature: str
    formula: str
    differs: str
    x: tuple[float, ...]
    values: tuple[float, ...]
    slopes: tuple[tuple[str, str], ...]
    formats: Mapping[str, str]
    failure: str = ""
    vector: bool = False
