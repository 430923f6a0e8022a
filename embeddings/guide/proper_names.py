"""Finds the proper names of a text by rule, and where its noun phrases end."""

import re
from dataclasses import dataclass, field

from embeddings.concordance.concordance import Concordance
from embeddings.text.entities import MASK, NON_NAMES
from embeddings.text.proper_names import CAPITAL
from embeddings.types import Span

_WORD = rf"{CAPITAL}\w*(?:[’'-]\w{{2,}}|-\w+)*"
_JOIN = r"(?:(?<=s)[’'])?\s(?:of\s(?:the\s)?|for\sthe\s|(?:de|von|van|der|la)\s)?"
# A name as it is printed: `Natalya Sedova`, `Congress of the Soviets`, `Workers’ Union`.
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?:{_JOIN}{_WORD}){{0,9}}(?![\w-])")

_FUNCTION_WORDS = (
    "of in on at to for from by with as than that who which when while if after before until since "
    "into about over under was were is are be had has have did does could would should might must "
    "may can will not"
).split()
_CONJUNCTIONS = "and or but nor".split()
_MARK = rf"\s?[.,;:!?…)”\]—–{MASK}]|$|\n|\s[(—–-]"

PHRASE_END = rf"(?={_MARK}|\s(?:{'|'.join(_FUNCTION_WORDS)})(?!\w))"
"""Pattern of what follows a complete noun phrase: a mark or a function word."""

_SMALL_WORDS = "|".join((*_FUNCTION_WORDS, *_CONJUNCTIONS))
_NAME_END = re.compile(rf"(?=[’']s?(?!\w)|{_MARK}|\s(?:{_SMALL_WORDS})(?!\w))")
_NEXT_WORD = re.compile(r"\s[^\W\d_A-Z]")
_WITHIN_SENTENCE = re.compile(r"[^\W\d_A-Z][’']?s?[,;]?\s$")
_ADJECTIVE = r"(?:(?:first|second|third|new|old|great|last|only|whole|entire)\s)?"
_DEFINITE = re.compile(rf"\b(?i:the|this|its|their|his|her|our)\s{_ADJECTIVE}$")
_INDEFINITE = re.compile(rf"\b(?i:an?|every|each|no)\s{_ADJECTIVE}$")
_VERBS = frozenset("was were is are has had".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_NOT_LEADING = NON_NAMES - _MONTHS - {"the"}


@dataclass(slots=True)
class ProperName:
    """A name, where it stands, and how often it is used in which way.

    It may stand as a noun or before one, after a definite determiner or an indefinite one.
    """

    name: str
    places: list[Span] = field(default_factory=list)
    noun: int = 0
    before_noun: int = 0
    definite: int = 0
    indefinite: int = 0
    common: bool = False
    """Whether its head is a common noun too, as in `Congress of Soviets`."""

    def record(self, text: str, place: Span) -> None:
        """Record a place where the name stands, and how it is used there."""
        before = _context_before(text, place.start)
        ends = _NAME_END.match(text, place.end) is not None
        self.places.append(place)
        self.noun += ends
        self.before_noun += not ends and bool(_NEXT_WORD.match(text, place.end))
        self.definite += bool(_DEFINITE.search(before))
        self.indefinite += bool(_INDEFINITE.search(before))

    @property
    def phrase(self) -> str:
        """The name, with its article if the text mostly gives it one."""
        return f"the {self.name}" if self.definite * 2 > len(self.places) else self.name

    @property
    def is_noun(self) -> bool:
        """Whether it is a name by itself; `Russian` in `Russian state` and `a Jew` are not."""
        mostly_indefinite = self.indefinite * 2 >= len(self.places)
        return 0 < self.noun >= self.before_noun and not mostly_indefinite

    @property
    def fits(self) -> bool:
        """Whether a question may use its phrase: a common noun needs an article or a plural."""
        has_article = self.phrase != self.name or self.name.startswith("The ")
        is_plural = re.search(r"[^s]s$", self.head) is not None
        return self.is_noun and (has_article or is_plural or not self.common)

    @property
    def head(self) -> str:
        """The head of the name: `Congress` of `Congress of Soviets`."""
        return re.split(r"\s(?:of|for)\s", self.name)[0].split()[-1]


def find_proper_names(text: str) -> tuple[ProperName, ...]:
    """Return the names of a text, in the order in which they first stand in it.

    They are found within sentences only, where a capital letter is no sentence's first.
    """
    names: dict[str, ProperName] = {}
    lower_case = set(re.findall(r"(?<!\w)[^\W\d_A-Z]\w+", text))
    for match in _NAME.finditer(text):
        if _WITHIN_SENTENCE.search(_context_before(text, match.start())) and _may_be_name(match[0]):
            name = names.setdefault(match[0], ProperName(match[0]))
            name.common = name.head.casefold() in lower_case
            name.record(text, Span(*match.span()))
    return tuple(names.values())


def hide_citations(concordance: Concordance) -> str:
    """Return the text with citations and titles hidden; all other characters keep their place.

    A title that reads like a name is not hidden.
    """
    text = concordance.document.text
    spans = [(citation.start, citation.end) for citation in concordance.citations]
    for title in {title for work in concordance.works for title in (work.title, work.short)}:
        if not _NAME.fullmatch(title) and " " in title:
            spans += [match.span() for match in re.finditer(re.escape(title), text)]
    parts, end_of_last = [], 0
    for start, end in sorted(spans):
        parts += [text[end_of_last:start], MASK * (end - max(end_of_last, start))]
        end_of_last = max(end_of_last, end)
    return "".join([*parts, text[end_of_last:]])


def _context_before(text: str, start: int) -> str:
    """Return the characters before a place that show how a name is used there."""
    return text[max(0, start - 20) : start]


def _may_be_name(words: str) -> bool:
    """Return whether capitalised words are more than a function word, a month or a fragment."""
    parts = words.casefold().split()
    if _VERBS.intersection(parts) or parts[0] in _NOT_LEADING:
        return False
    return len(parts) > 1 or (parts[0] not in NON_NAMES and len(parts[0]) > 1)
