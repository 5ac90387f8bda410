"""LaTeX to MathML at build time, and the font it is set in.

MathML without a math font does not stretch braces, so the site ships the glyphs it uses of
STIX Two Math (SIL Open Font License), with their size variants.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from actbook import markup

#: Functions whose names math-core does not know as commands.
OPERATORS = (
    *("sgn", "sign", "sech", "csch", "arsinh", "arcosh", "artanh"),
    *("arcsinh", "arccosh", "arctanh", "arcoth", "arsech", "arcsch"),
    *("arccoth", "arcsech", "arccsch"),
)
#: Commands that writers of LaTeX know and math-core does not.
MACROS = {
    "dotsb": r"\cdots",
    "dotsc": r"\ldots",
    "dotsm": r"\cdots",
    **dict.fromkeys(("mathbbm", "mathds"), r"\mathbb"),
    "mbox": r"\text",
    "textnormal": r"\text",
    **{name: rf"\operatorname{{{name}}}" for name in OPERATORS},
}
#: Environments as math-core knows them, without numbers for their rows.
_ENVIRONMENTS = {
    "split": "aligned",
    **{name: f"{name}*" for name in ("align", "gather", "equation")},
}
#: Characters of a formula.
_LONGEST = 20_000
#: Brackets that open and close. With each that is never closed, math-core takes twice the time.
_BRACKET = re.compile(
    r"(?P<opens>[(\[]|\\(?:\{|(?:l(?:brace|brack|[vV]ert|angle|floor|ceil|group|moustache)"
    r"|llbracket|ulcorner)(?![A-Za-z])))"
    r"|[)\]]|\\(?:\}|(?:r(?:brace|brack|[vV]ert|angle|floor|ceil|group|moustache)"
    r"|rrbracket|urcorner)(?![A-Za-z]))"
)
_UNCLOSED = 10
_ENVIRONMENT = re.compile(rf"\\(begin|end)\s*\{{({'|'.join(_ENVIRONMENTS)})\}}")
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_LETTER = re.compile(r"<mi>([^<]*)</mi>")
_SCRIPTED = re.compile(
    r"<(m(?:sub)?sup)>(?:(?!</?m(?:sub)?sup>).)*[′″‴](?:(?!</?m(?:sub)?sup>).)*</\1>"
)
_OVERLINE = '<mo stretchy="true">\N{OVERLINE}</mo></mover>'
#: What formulas need though no page writes it: spaces, minus, primes, the sign of `<msqrt>`, the
#: operators that are not seen, and the marks of claims.
_ALWAYS = " √\N{NO-BREAK SPACE}\N{MINUS SIGN}\N{PRIME}\N{DOUBLE PRIME}\u2061\u2062\u2063∎○△"


def inline(latex: str) -> Markup:
    """A formula in a sentence, on one line.

    The span is there because Python-Markdown takes a line that starts with `<math` for a block of
    HTML and would end the paragraph before it. Raises ValueError as `display` does.
    """
    math = _converted(latex, displaystyle=False)
    return Markup('<span class="actbook-math">{}</span>').format(math)


def display(latex: str) -> Markup:
    """A formula on its own line: one `<math display="block">…</math>`, safe inside Markdown.

    Raises ValueError, with the character where it happened, for LaTeX that cannot be set.
    """
    return _converted(latex, displaystyle=True)


def _unclosed(latex: str) -> int:
    """How many brackets nothing closes, of whatever shape."""
    still = 0
    for match in _BRACKET.finditer(latex):
        still = still + 1 if match["opens"] else max(0, still - 1)
    return still


def _converted(latex: str, *, displaystyle: bool) -> Markup:
    if len(latex) > _LONGEST:
        raise ValueError(f"a formula of {len(latex):,} characters: it has at most {_LONGEST:,}")
    if (still := _unclosed(latex)) > _UNCLOSED:
        raise ValueError(f"{still} brackets of the formula are never closed")
    latex = _ENVIRONMENT.sub(lambda match: f"\\{match[1]}{{{_ENVIRONMENTS[match[2]]}}}", latex)
    converter = LatexToMathML(macros=MACROS, fancy_error=False)
    try:
        mathml = converter.convert_with_local_state(latex, displaystyle=displaystyle)
    except LatexError as error:
        offset, _, reason = str(error).partition(": ")
        raise ValueError(f"{reason} (character {int(offset) + 1} of {latex!r})") from None
    if not markup.bare(mathml).strip():
        raise ValueError(f"{latex!r} sets nothing")
    return Markup(" ".join(_mended(mathml).split("\n")))


#: A space without a width, and what stands around it for its sake.
_EMPTY = re.compile(r"<mrow><mspace ?/>(<mi>[^<]*</mi>)</mrow>|<mspace ?/>")


def unsearched(html: Markup, tag: str) -> Markup:
    """HTML whose elements `tag` search passes over. Elements of that name must not be nested:
    search takes the first closing tag of the name for the end."""
    return Markup(str(html).replace(f"<{tag}", f"<{tag} data-search-exclude"))


def _mended(mathml: str) -> str:
    """MathML of math-core with what browsers and STIX Two Math need to be otherwise."""
    # XML knows no named entities: a page must stay readable for XML tools too.
    plain = mathml.replace("&ApplyFunction;", "&#8289;")
    # An overline is set as a combining low line, which browsers displace.
    lined = plain.replace('<mo stretchy="true">\N{COMBINING LOW LINE}</mo></mover>', _OVERLINE)
    return _EMPTY.sub(r"\1", _SCRIPTED.sub(_unprimed, lined))


def _unprimed(match: re.Match[str]) -> str:
    """A base with its prime beside it, before an index and a power. The font's prime is raised
    already: as a superscript it would be tiny and too high."""
    base, *index, power = ElementTree.fromstring(match[0])
    prime, *rest = (list(power) if power.tag == "mrow" else [power]) or [power]
    if prime.text not in ("′", "″", "‴"):
        return match[0]
    prime.attrib.update(lspace="0", rspace="0")
    scripts = [*map(_xml, index), *([f"<mrow>{''.join(map(_xml, rest))}</mrow>"] if rest else [])]
    primed = f"<mrow>{_xml(base)}{_xml(prime)}</mrow>"
    kind = "m" + "sub" * bool(index) + "sup" * bool(rest)
    return f"<{kind}>{primed}{''.join(scripts)}</{kind}>" if scripts else primed


def _xml(element: ElementTree.Element) -> str:
    return ElementTree.tostring(element, encoding="unicode")


def characters(page: str) -> set[str]:
    """The characters that setting the formulas of an HTML page takes.

    A browser shows a single letter in `<mi>` as the mathematical italic one: both are in the set.
    """
    found: set[str] = set()
    letters: set[str] = set()
    for formula in _MATH.findall(page):
        found.update(markup.bare(formula))
        letters.update(map(markup.bare, _LETTER.findall(formula)))
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
    _level_radicals(whole)
    target = BytesIO()
    subset.save_font(whole, target, options)
    return target.getvalue()


def _level_radicals(whole: Any) -> None:
    """Make all sizes of the root sign as wide as the smallest.

    Chromium reserves the width of the widest size beside every root, which leaves a gap of 0.4 em
    behind a short one. (Roots of TeX's own fonts have one width, too.)
    """
    variants = whole["MATH"].table.MathVariants
    root = whole.getBestCmap()[ord("√")]
    construction = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    taller = [record.VariantGlyph for record in construction.MathGlyphVariantRecord]
    taller += [part.glyph for part in construction.GlyphAssembly.PartRecords]
    glyphs, metrics = whole["glyf"], whole["hmtx"]
    width = metrics[root][0]
    for name in dict.fromkeys(taller):
        glyph, (advance, _) = glyphs[name], metrics[name]
        glyph.coordinates.scale((width / advance, 1))
        glyph.coordinates.toInt()
        # Hints speak of the outline as it was.
        glyph.removeHinting()
        glyph.recalcBounds(glyphs)
        metrics[name] = (width, glyph.xMin)


def _stix() -> Path:
    """The file of STIX Two Math, which ships with ziamath. Importing that would read it whole."""
    package = find_spec("ziamath")
    if package is None or package.origin is None:
        raise FileNotFoundError("STIX Two Math: the package ziamath is not installed")
    return Path(package.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
