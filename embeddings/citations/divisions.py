"""Numbers that are no pages: a table of the parts of works that they count, with examples."""

import re
from dataclasses import dataclass

_ROMAN = r"[IVXLC]+\b|[ivxlc]+\b"
_NUMBER = rf"(?:\d{{1,6}}(?:\.\d{{1,4}}){{0,3}}(?!\d)[a-z]?\b|{_ROMAN}|[A-Z]\b)"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:-{{1,3}}|[–—]|&|/|\b(?:and|to|und|bis)\b)\s*{_NUMBER})*"
_LISTED = rf"{_NUMBER}(?:\s*(?:-{{1,3}}|[–—]|&|/|,|\b(?:and|to|und|bis)\b)\s*{_NUMBER})*"
_NAME = r"[^\W\da-z_][\w.’'-]*(?:\s+(?:(?:and|und|&|von|van|de)\s+)?[^\W\da-z_][\w.’'-]*)*"


@dataclass(frozen=True, slots=True)
class Division:
    """A part of a work that is counted otherwise than by pages: its pattern, and examples.

    `several` is the pattern before more than one number, which commas may part.
    """

    name: str
    pattern: str
    examples: tuple[str, ...]
    several: str | None = None

    @property
    def with_numbers(self) -> str:
        """The pattern with the numbers behind it."""
        many = rf"|(?:{self.several})\s*{_LISTED}" if self.several else ""
        return rf"(?:(?:{self.pattern})\s*{_NUMBERS}{many})"


DIVISIONS = (
    Division(
        "section",
        r"§|¶|\#|\bs\.|(?i:\b(?:sections?|sect?\.|paragraphs?|paras?\.?|pars?\.|abs\.|abschn\.|clauses?|cl\."
        r"|articles?|arts?\.|rule|rn\.?|rdnr\.?|rz\.?))",
        ("§ 12", "§12.3", "¶ 7", "# 12", "sec. 4", "Section IV", "para. 12", "art. 58", "Rn. 12"),
        r"§§+|¶¶+|\bss\.|(?i:\b(?:sections|sects\.|secs\.|paragraphs|paras\.?|articles|arts\.))",
    ),
    Division(
        "Kindle location",
        r"(?i:\b(?:kindle\s+)?(?:ed(?:ition|n|\.)?,?\s+)?(?:loc\.?|location|pos\.|position)|\bkindle)",
        ("loc. 1234", "Kindle loc. 1234-36", "location 12", "Kindle ed., loc. 12", "Pos. 1234"),
        r"(?i:\b(?:kindle\s+)?(?:locs\.?|locations|positions))",
    ),
    Division(
        "chapter",
        r"(?i:\b(?:chapter|chapt?\.?|ch\.?|kapitel|kap\.|book|bk\.?|buch|part|pt\.?|teil|act|scene"
        r"|sc\.|canto|cap\.|appendix|app\.|lecture|lesson|letter|introduction|preface))",
        ("ch. 3", "Chapter IV", "chap. 3", "bk. 2", "Part II", "Kap. 3", "appendix B"),
        r"(?i:\b(?:chapters|chapt?s\.?|chs\.?|books|bks\.|parts|pts\.|kapitel|letters))",
    ),
    Division(
        "figure or table",
        r"(?i:\b(?:figure|fig\.?|table|tab\.|plate|pl\.|map|illustration|ill\.|abb\.|tafel|graph"
        r"|chart|box|exhibit|slide|equation|eq\.|example|ex\.))",
        ("fig. 4", "Table 2", "plate XII", "Abb. 3", "Tab. 3", "figs. 4, 5"),
        r"(?i:\b(?:figures|figs\.?|tables|tabs\.|plates|pls\.|maps|illustrations|slides|equations))",
    ),
    Division(
        "line or verse",
        r"(?i:\b(?:line|l\.|verse|v\.|vers|stanza|col\.|column|sp\.|spalte|z\.|zeile|fol\.?|folio"
        r"|minute|min\.|screen))",
        ("l. 12", "line 4", "v. 12", "ll. 12–14", "col. 45", "fol. 12r", "Z. 12"),
        r"(?i:\b(?:lines|ll\.|verses|vv\.|stanzas|columns|cols\.|fols\.|folios))",
    ),
    Division(
        "note",
        r"(?i:\b(?:foot|end)?note|\bnn?\.|\bn(?=\s*\d)|\bfnn?\.?|\banm\.|\bfußnote)",
        ("note 12", "n. 3", "fn. 4", "Anm. 3", "n 3"),
        r"(?i:\b(?:foot|end)?notes|\bnn\.)",
    ),
    Division(
        "number of an issue",
        r"(?i:\b(?:number|no\.|nr\.?|n°|issue|iss\.|heft|jg\.|item|question|case))",
        ("no. 3", "Nr. 12", "issue 4"),
        r"(?i:\b(?:numbers|nos\.))",
    ),
    Division(
        "edition",
        r"(?i:\b(?:ed\.|edn\.?|edition|version|aufl\.))",
        ("ed. 2", "edition 3"),
    ),
    Division(
        "translation, printing or opus",
        r"(?i:\b(?:eds\.|edns\.|trans\.|transl\.|tr\.|repr\.|rev\.|impr\.|print(?:ing)?|opp?\.|opus)"
        r"(?=\s*\d{1,3}\b))",
        ("trans. 3", "eds. 2", "repr. 2", "op. 5", "opus 12"),
    ),
)
"""A new kind is a line here: its examples are all that the tests need."""

_NTH = (
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)|[^\W\d_]{2,14}\.?)"
    r"(?:\s+(?:rev|revised|enlarged|expanded|corrected|impr|improved|überarb|erw)\.?)?"
)
EDITIONS = {
    "edition": (rf"(?i:{_NTH}\s+(?:ed\.|edn\.?|edition|aufl\.|auflage)(?:\s+by\s+{_NAME})?)"),
    "editor": rf"(?i:\(?(?:eds?\.|hrsg\.|hg\.)\)?)(?:\s+(?:(?:by|v\.|von)\s+)?{_NAME})?",
    "translator": (
        r"(?i:(?:trans(?:l?\.|lated)?|tr\.|edited|übers\.|introduced)(?:\s+and\s+\w+\.?)?"
        rf"(?:\s+(?:by|von))?)\s+{_NAME}"
    ),
    "Kindle": r"(?i:kindle(?:\s+ed(?:ition|n\.?|\.))?)",
}
"""Words between commas that tell of an edition, and name no other work."""

_COUNTED = re.compile(
    "|".join(
        rf"(?P<{'note' if division.name == 'note' else f'kind{at}'}>[(\[]?{division.with_numbers}"
        r"(?:(?<=\d)[)\]])?)"
        for at, division in enumerate(DIVISIONS)
    )
)
_ENDS = r"(?=\s*(?:[,:]|$)|\s+(?:(?:1[5-9]|20)\d\d|at\b|pp?\.?\s|SS?\.\s?\d|pages?\b))"
_OF_EDITION = re.compile(
    rf"(?:(?<=,)|^(?=\d))\s*(?:(?:{'|'.join(EDITIONS.values())}){_ENDS}"
    rf"|{EDITIONS['edition']}(?=\s+(?:at\s+)?\d))"
)
_IMPRINT = re.compile(r"\((?:[^()]{0,60}[\s,])?(?:1[5-9]|20)\d\d[a-z]?\)")
_PAGE_BEFORE = re.compile(r"(?<![\w.])(?!(?:1[5-9]|20)\d\d\b)(?:\d{1,5}[a-e]?|[ivxlc]+),?\s*$")


def strip_divisions(printed: str) -> str:
    """Return a part of a bracket without the numbers that count something else than pages.

    The number of a note that belongs to a page stays: `47, n. 4`.
    """
    words = _OF_EDITION.sub("", printed)
    return tidy(_COUNTED.sub(_keep_note, words))


def blank_divisions(text: str) -> str:
    """Return a text of the same length with blanks for what counts something else than pages."""
    for pattern in (_OF_EDITION, _COUNTED):
        text = pattern.sub(lambda match: _keep_note(match) or " " * len(match[0]), text)
    return _IMPRINT.sub(_blank_imprint, text)


def _blank_imprint(match: re.Match[str]) -> str:
    """Return blanks for `(London, 1987)`; a year that stands alone is kept."""
    words = match[0][1:-1]
    return f" {words} " if len(words) < 6 else " " * len(match[0])


def _keep_note(match: re.Match[str]) -> str:
    if match.re is not _COUNTED or not match["note"]:
        return ""
    before = match.string[max(0, match.start() - 9) : match.start()]
    return match[0] if _PAGE_BEFORE.search(before) else ""


def tidy(printed: str) -> str:
    """Return words without the commas and blanks that something cut out of them leaves."""
    words = re.sub(r"\s+", " ", printed)
    words = re.sub(r"(?: ?, ?){2,}", ", ", words)
    words = re.sub(r"\(\s*\)|\[\s*\]", "", words)
    words = re.sub(r",? (?=:)|,(?=:)| (?=,)", "", words)
    return words.strip(" ,")
