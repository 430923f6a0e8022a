"""The proper names of a text, found by rule, and where its noun phrases end."""

import re
from dataclasses import dataclass, field

from embeddings.concordance.concordance import Concordance
from embeddings.text.entities import HIDDEN, NO_NAMES
from embeddings.text.proper_names import CAPITAL
from embeddings.types import Span

_WORD = rf"{CAPITAL}\w*(?:[’'-]\w{{2,}}|-\w+)*"
_JOIN = r"(?:(?<=s)[’'])?\s(?:of\s(?:the\s)?|for\sthe\s|(?:de|von|van|der|la)\s)?"
# A name as it is printed: `Natalya Sedova`, `Congress of the Soviets`, `Workers’ Union`.
_NAME = re.compile(rf"(?<![\w’'-]){_WORD}(?:{_JOIN}{_WORD}){{0,9}}(?![\w-])")

_SMALL = (
    "of in on at to for from by with as than that who which when while if after before until since "
    "into about over under was were is are be had has have did does could would should might must "
    "may can will not"
).split()
_JOINING = "and or but nor".split()
_MARK = rf"\s?[.,;:!?…)”\]—–{HIDDEN}]|$|\n|\s[(—–-]"

ENDS = rf"(?={_MARK}|\s(?:{'|'.join(_SMALL)})(?!\w))"
"""What follows a whole noun phrase: a mark or a small word; more of the phrase does not."""

_ENDED = re.compile(rf"(?=[’']s?(?!\w)|{_MARK}|\s(?:{'|'.join((*_SMALL, *_JOINING))})(?!\w))")
_GOES_ON = re.compile(r"\s[^\W\d_A-Z]")
_WITHIN = re.compile(r"[^\W\d_A-Z][’']?s?[,;]?\s$")
_ORDER = r"(?:(?:first|second|third|new|old|great|last|only|whole|entire)\s)?"
_DETERMINED = re.compile(rf"\b(?i:the|this|its|their|his|her|our)\s{_ORDER}$")
_ONE_OF_MANY = re.compile(rf"\b(?i:an?|every|each|no)\s{_ORDER}$")
_VERBS = frozenset("was were is are has had".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_LEADING = NO_NAMES - _MONTHS - {"the"}


@dataclass(slots=True)
class ProperName:
    """A name, where it stands, and how it is used: as a noun, before one, behind an article."""

    name: str
    places: list[Span] = field(default_factory=list)
    noun: int = 0
    before_noun: int = 0
    determined: int = 0
    one_of_many: int = 0
    common: bool = False
    """Its head is a common noun too, as in `Congress of Soviets`."""

    def record(self, text: str, place: Span) -> None:
        """Take note of a place where the name stands, and of how it is used there."""
        before, ended = _before(text, place.start), _ENDED.match(text, place.end)
        self.places.append(place)
        self.noun += ended is not None
        self.before_noun += ended is None and bool(_GOES_ON.match(text, place.end))
        self.determined += bool(_DETERMINED.search(before))
        self.one_of_many += bool(_ONE_OF_MANY.search(before))

    @property
    def phrase(self) -> str:
        """The name with its article, where the text mostly gives it one."""
        return f"the {self.name}" if self.determined * 2 > len(self.places) else self.name

    @property
    def is_noun(self) -> bool:
        """Say whether it names by itself, as `Russian state` and `a Jew` do not."""
        many = self.one_of_many * 2 >= len(self.places)
        return 0 < self.noun >= self.before_noun and not many

    @property
    def fits(self) -> bool:
        """Say whether a sentence may name it so: a common noun needs its article, or is plural."""
        articled = self.phrase != self.name or self.name.startswith("The ")
        plural = re.search(r"[^s]s$", self.head) is not None
        return self.is_noun and (articled or plural or not self.common)

    @property
    def head(self) -> str:
        """The word that says what it is: `Congress` of `Congress of Soviets`."""
        return re.split(r"\s(?:of|for)\s", self.name)[0].split()[-1]


def proper_names(text: str) -> tuple[ProperName, ...]:
    """Return the names that stand within sentences, where a capital letter says something.

    They are in the order in which they first stand in the text.
    """
    names: dict[str, ProperName] = {}
    lower_case = set(re.findall(r"(?<!\w)[^\W\d_A-Z]\w+", text))
    for match in _NAME.finditer(text):
        if _WITHIN.search(_before(text, match.start())) and _may_name(match[0]):
            name = names.setdefault(match[0], ProperName(match[0]))
            name.common = name.head.casefold() in lower_case
            name.record(text, Span(*match.span()))
    return tuple(names.values())


def without_citations(concordance: Concordance) -> str:
    """Return the text with citations and titles hidden, every other character in its place.

    A title that reads like a name is left.
    """
    text = concordance.document.text
    spans = [(citation.start, citation.end) for citation in concordance.citations]
    for title in {title for work in concordance.works for title in (work.title, work.short)}:
        if not _NAME.fullmatch(title) and " " in title:
            spans += [match.span() for match in re.finditer(re.escape(title), text)]
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], HIDDEN * (end - max(at, start))]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _before(text: str, start: int) -> str:
    """Return what stands before a place, as far as it tells how a name is used."""
    return text[max(0, start - 20) : start]


def _may_name(words: str) -> bool:
    """Say whether capitalised words are more than a small word, a month or a title's middle."""
    parts = words.casefold().split()
    if _VERBS.intersection(parts) or parts[0] in _LEADING:
        return False
    return len(parts) > 1 or (parts[0] not in NO_NAMES and len(parts[0]) > 1)
