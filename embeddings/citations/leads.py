"""Small words that lead to a source: a table of them by what they do, each with an example."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.citations.forms import MARKED_NUMBER
from embeddings.text.proper_names import CAPITAL


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that may stand before a source, and an example that leads to Okafor.

    `signals` end a lead by themselves: whatever stands before them leads to the source too.
    """

    name: str
    words: str
    example: str
    signals: bool = False


LEADS = (
    Lead(
        "signal",
        "see s cf confer compare contrast contra vide consult "
        "vgl vergleiche siehe sieh voir cfr véase",
        "for a lucid account see Okafor",
        signals=True,
    ),
    Lead(
        "how much",
        "also again too further likewise similarly equally especially esp particularly particular "
        "notably mainly chiefly generally more less better best much only even still first earlier "
        "later already here there passim elsewhere instead rather auch etwa ferner insbesondere "
        "besonders dagegen ähnlich so aussi notamment surtout dazu hierzu sowie",
        "see also, more generally, Okafor",
    ),
    Lead(
        "against",
        "but however though although yet whereas against pace unlike versus vs otherwise not "
        "aber jedoch doch anders gegen mais",
        "but cf. Okafor",
    ),
    Lead(
        "example",
        "for example instance eg e.g e g i.e ie viz namely such as including "
        "zum zb z.b z b beispiel beispielsweise par exemple",
        "see, for example, Okafor",
    ),
    Lead(
        "place",
        "in at on from by after following of to with within throughout under through behind and or "
        "und oder bei im nach aus zu zur von dans chez et de",
        "and in Okafor",
    ),
    Lead(
        "part",
        "preface introduction foreword afterword prologue epilogue conclusion postscript end "
        "beginning opening passage passages chapter chapters edition translation "
        "vorwort einleitung nachwort préface",
        "in the preface to Okafor",
    ),
    Lead(
        "opinion",
        "view views opinion account accounts discussion discussions detail details overview "
        "summary argument arguments point points criticism critique answer reply objection "
        "objections statement treatment version claim remarks comment comments analysis evidence "
        "subject matter topic question effect sense",
        "for a different view, Okafor",
    ),
    Lead(
        "which",
        "the a an this that these those it its his her their same other another different similar "
        "contrary opposite fuller full brief short good recent early classic useful longer all "
        "both one der die das den dem ein eine einer diese dieser le la les un une ce cette",
        "the same point in Okafor",
    ),
    Lead(
        "saying",
        "quoted cited qtd quoting citing according adapted taken noted argued shown discussed "
        "described reported stated mentioned made given found told said set out up reprinted "
        "printed reproduced translated quotation quote zitiert zit zitat cité is are was were as "
        "appears appear occurs stands comes",
        "as noted by Okafor",
    ),
)
"""A word is added to a line; a line of another kind brings its own example."""

_WORDS = frozenset(word for lead in LEADS for word in lead.words.split())
_SIGNALS = frozenset(word for lead in LEADS if lead.signals for word in lead.words.split())
_MAY_BEGIN_A_TITLE = (
    _WORDS - _SIGNALS - {"but", "also", "quoted", "cited", "e.g", "eg", "similarly"}
)
_PAGE = re.compile(MARKED_NUMBER)
_TOKEN = re.compile(r"\s*(\S+)\s*")
_QUOTED_IN = re.compile(
    r"(?i:\b(?:quoted|cited|qtd\.?|reprinted|zitiert|zit\.)\s+(?:in|from|by|after|bei|nach)\s+)"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b")
_SAID_IN = re.compile(rf"\b\w+(?:ed|en|wn|de|nd)\s+in\s+(?=\W?{CAPITAL})")
_CAPITAL = re.compile(rf"[“\"‘'«„\[(]*(?:{CAPITAL}|\d)")
_PARTS_OF_NAME = re.compile(r"(?:(?<!\S)(?:de|la|le|du|von|van|der|den|di|da)\s+)+$")


def split_lead(printed: str) -> Iterator[str]:
    """Yield what may be the source and its pages, behind the small words that lead there.

    The likeliest comes first. Words that may begin a title or a name come with it and without it.
    What is left out has no number in it but a year.
    """
    start = max(_find_end_of_lead(printed), _find_end_of_phrase(printed))
    if start == 0:
        yield printed
        return
    first = _plain(_TOKEN.match(printed)[1])  # type: ignore[index]
    if _CAPITAL.match(printed) and first in _MAY_BEGIN_A_TITLE:
        yield printed
    elif (name := _PARTS_OF_NAME.search(printed[:start])) is not None:
        yield printed[name.start() :]
    yield printed[start:]


def _plain(token: str) -> str:
    return token.strip("(,.:;").casefold()


def _find_end_of_lead(printed: str) -> int:
    """Return where the leading small words end; 0 where there are none."""
    end = signal_end = 0
    is_known = True
    for at, token in enumerate(_TOKEN.finditer(printed)):
        word = _plain(token[1])
        capital = _CAPITAL.match(token[1])
        if _PAGE.match(printed, token.start(1)):
            break
        if re.search(r"\d", token[1]) or (capital and (at > 0 or word not in _WORDS)):
            break
        is_known = is_known and word in _WORDS
        end = token.end() if is_known else end
        if word in _SIGNALS:
            is_known, end, signal_end = True, token.end(), token.end()
    return max(end, signal_end) if end < len(printed) else 0


def _find_end_of_phrase(printed: str) -> int:
    """Return the end of a phrase that leads to a source: `as Lenin says, quoted in Okafor`."""
    ends = [match.end() for match in _QUOTED_IN.finditer(printed)]
    if not _CAPITAL.match(printed):
        ends += [match.end() for match in _SAID_IN.finditer(printed)]
    end = max(ends, default=0)
    return 0 if re.search(r"\d", _YEAR.sub("", printed[:end])) else end
