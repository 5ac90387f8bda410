"""LaTeX to MathML at build time, and the font it is set in.

MathML without a math font does not stretch braces, so the site ships the glyphs it uses of
STIX Two Math (SIL Open Font License), with their size variants.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from math_core import LatexError, LatexToMathML

from actbook.weaving.markup import shielded

#: Functions whose names math-core does not know as commands.
OPERATORS = (
    *("sgn", "sign", "sech", "csch", "arsinh", "arcosh", "artanh"),
    *("arcsinh", "arccosh", "arctanh"),
)
#: Commands that writers of LaTeX know and math-core does not.
MACROS = {
    "dotsb": r"\cdots",
    "dotsc": r"\ldots",
    "dotsm": r"\cdots",
    "mathds": r"\mathbb",
    "mbox": r"\text",
    "textnormal": r"\text",
    **{name: rf"\operatorname{{{name}}}" for name in OPERATORS},
}
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LETTER = re.compile(r"<mi>([^<]*)</mi>")
_PRIMED = re.compile(r"<msup>((?:(?!</?msup>).)*)<mo>([′″‴])</mo></msup>")
_OVERLINE = '<mo stretchy="true">\N{OVERLINE}</mo></mover>'
#: What formulas need though no page writes it: spaces, minus, primes, the sign of `<msqrt>`, and
#: the operators that are not seen.
_ALWAYS = " √\N{NO-BREAK SPACE}\N{MINUS SIGN}\N{PRIME}\N{DOUBLE PRIME}\u2061\u2062\u2063"


def inline(latex: str) -> str:
    """A formula in a sentence, on one line.

    The span is there because Python-Markdown takes a line that starts with `<math` for a block of
    HTML and would end the paragraph before it. Raises ValueError as `display` does.
    """
    return f'<span class="actbook-math">{_converted(latex, displaystyle=False)}</span>'


def display(latex: str) -> str:
    """A formula on its own line: one `<math display="block">…</math>`, safe inside Markdown.

    Raises ValueError, with the character where it happened, for LaTeX that cannot be set.
    """
    return _converted(latex, displaystyle=True)


def _converted(latex: str, *, displaystyle: bool) -> str:
    converter = LatexToMathML(macros=MACROS, fancy_error=False)
    try:
        mathml = converter.convert_with_local_state(latex, displaystyle=displaystyle)
    except LatexError as error:
        offset, _, reason = str(error).partition(": ")
        raise ValueError(f"{reason} (character {int(offset) + 1} of {latex!r})") from None
    if not _TAG.sub("", mathml).strip():
        raise ValueError(f"{latex!r} sets nothing")
    return shielded(_mended(mathml))


def _mended(mathml: str) -> str:
    """MathML of math-core with what browsers and STIX Two Math need to be otherwise."""
    # The font's prime is raised already: as a superscript it would be tiny and too high.
    unprimed = _PRIMED.sub(r'<mrow>\1<mo lspace="0" rspace="0">\2</mo></mrow>', mathml)
    # An overline is set as a combining low line, which browsers displace.
    lined = unprimed.replace('<mo stretchy="true">\N{COMBINING LOW LINE}</mo></mover>', _OVERLINE)
    # XML knows no named entities: a page must stay readable for XML tools too.
    return lined.replace("&ApplyFunction;", "&#8289;")


def characters(page: str) -> set[str]:
    """The characters that setting the formulas of an HTML page takes.

    A browser shows a single letter in `<mi>` as the mathematical italic one: both are in the set.
    """
    found: set[str] = set()
    letters: set[str] = set()
    for formula in _MATH.findall(page):
        found.update(html.unescape(_TAG.sub("", formula)))
        letters.update(html.unescape(name) for name in _LETTER.findall(formula))
    return found | {italic for letter, italic in _italics().items() if letter in letters}


def _italics() -> dict[str, str]:
    """Letter → the mathematical italic letter, from the Unicode database's decompositions."""
    codes = [*range(0x1D434, 0x1D468), *range(0x1D6A4, 0x1D6A6), *range(0x1D6E2, 0x1D71C), 0x210E]
    decomposed = ((unicodedata.decomposition(chr(code)), chr(code)) for code in codes)
    return {chr(int(base.split()[1], 16)): italic for base, italic in decomposed if base}


def font(characters: Iterable[str]) -> bytes:
    """A WOFF2 font with the glyphs of `characters`, all their size variants and the MATH table."""
    from fontTools import subset  # a build whose font is in the cache does without

    options = subset.Options()
    options.flavor = "woff2"
    # ssty, dtls and flac are not in the subsetter's defaults: script sizes and accents need them.
    options.layout_features = ["*"]
    options.notdef_outline = True
    whole = subset.load_font(str(_stix()), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={ord(character) for character in {*characters, *_ALWAYS}})
    subsetter.subset(whole)
    target = BytesIO()
    subset.save_font(whole, target, options)
    return target.getvalue()


def _stix() -> Path:
    """The file of STIX Two Math, which ships with ziamath. Importing that would read it whole."""
    package = find_spec("ziamath")
    if package is None or package.origin is None:
        raise FileNotFoundError("STIX Two Math: the package ziamath is not installed")
    return Path(package.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
