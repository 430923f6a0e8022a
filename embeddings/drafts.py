"""Questions that may be made of a text, by a table of forms, before it is asked them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from embeddings.candidates import DATE, NO_NAMES
from embeddings.concordance import Concordance
from embeddings.phrases import ENDS, NAME, Named, Names, unbracketed
from embeddings.types import Span

ABOUT = "What does the text say about {}?"

_IRREGULAR = {"write": "wrote", "say": "said", "speak": "spoke", "admit": "admitted"}
_SAYING = (
    "write say speak admit argue declare observe note recall warn insist claim report conclude "
    "reply answer remark comment suggest complain announce predict"
).split()
_TREATING = (
    "describe summarize summarise characterize characterise portray explain define analyze "
    "analyse depict sketch recount"
).split()
_PREPOSITION = r"(?:about|after|against|at|before|for|from|in|of|on|to|under)"
_CLAUSE = r"[^.,:;!?…“”«»()\n\0]{1,90}?"
_UNCLEAR = frozenset("he she him it they them this that these those we us i you me here".split())
_SEASON = r"spring|summer|autumn|fall|winter|beginning|end|middle|early|late"
_PARTIAL = r"(?!(?:own|last|third|next|former|best|most|more|very|\w+ed|\w+ly)\b)"
_NEAR = re.compile(r"[^.!?…:;\n]{1,40}")
_NOUN = rf"{_PARTIAL}[^\W\d_A-Z]{{3,}}"


@dataclass(frozen=True, slots=True)
class Draft:
    """A question, and the places that it was made of."""

    question: str
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form of sentence and the question made of it, with a sentence and its question."""

    name: str
    pattern: re.Pattern[str]
    question: Callable[[re.Match[str], Names], str | None]
    example: tuple[str, str]


def drafts(concordance: Concordance) -> Iterator[Draft]:
    """Yield what may be asked, the more telling forms first, each in reading order."""
    text = unbracketed(concordance)
    names = Names.of(text)
    fitting = [one for one in names.found.values() if one.fits]
    yield from _formed(FORMS, text, names)
    for one in fitting:
        yield Draft(ABOUT.format(one.phrase), tuple(one.places))
    yield from _pairs(text, [one for one in fitting if len(one.places) > 1])
    yield from _formed(FILLING, text, names)


def _formed(forms: Iterable[Form], text: str, names: Names) -> Iterator[Draft]:
    for form in forms:
        for match in form.pattern.finditer(text):
            if (question := form.question(match, names)) is not None:
                yield Draft(question, (Span(*match.span()),))


def _pairs(text: str, names: Iterable[Named]) -> Iterator[Draft]:
    """Yield what may be asked about two names, each told of more than once, that stand together."""
    every = sorted(
        ((place, one) for one in names for place in one.places), key=lambda pair: pair[0]
    )
    for (first, one), (second, other) in pairwise(every):
        if one is not other and _NEAR.fullmatch(text, first.end, second.start):
            both = ABOUT.format(f"{one.phrase} and {other.phrase}")
            yield Draft(both, (Span(first.start, second.end),))


def _inflected(verbs: list[str]) -> dict[str, tuple[str, str]]:
    """Return `writes` as does write and `wrote` as did write, for each of some verbs."""
    found = {}
    for verb in verbs:
        stem = verb[:-1] + "i" if re.search(r"[^aeou]y$", verb) else verb
        found[f"{stem}es" if stem != verb else f"{verb}s"] = ("does", verb)
        regular = f"{stem}d" if stem.endswith("e") else f"{stem}ed"
        found[_IRREGULAR.get(verb, regular)] = ("did", verb)
    return found


_SAID, _TREATED = _inflected(_SAYING), _inflected(_TREATING)


def _said(match: re.Match[str], names: Names) -> str | None:
    who = names.ending(match["who"])
    if who is None or not _clear(match["rest"]):
        return None
    auxiliary, verb = _SAID[match["verb"]]
    return f"What {auxiliary} {who.phrase} {verb}{match['rest']}?"


def _treated(match: re.Match[str], names: Names) -> str | None:
    who = names.ending(match["who"])
    if who is None or not _clear(match["rest"]):
        return None
    auxiliary, verb = _TREATED[match["verb"]]
    return f"How {auxiliary} {who.phrase} {verb}{match['rest']}?"


def _clear(words: str) -> bool:
    """Say whether words tell by themselves of whom they speak."""
    return _UNCLEAR.isdisjoint(words.casefold().split())


def _happened(match: re.Match[str], _names: Names) -> str:
    when = match["when"]
    return f"What happened {when[0].lower()}{when[1:]}?"


def _who(match: re.Match[str], names: Names) -> str | None:
    who, verb = names.ending(match["who"]), match["verb"]
    if who is None or not who.fits:
        return None
    plural = {"are": "are", "have": "are", "were": "were"}.get(verb)
    if plural is None and who.phrase != who.name:
        return None
    present = verb in ("is", "has") or (verb.endswith("s") and verb != "was")
    return f"Who {plural or ('is' if present else 'was')} {who.phrase}?"


def _of_somebody(match: re.Match[str], names: Names) -> str | None:
    who = names.ending(match["who"])
    if who is None or not who.fits or match["noun"] in NO_NAMES:
        return None
    return ABOUT.format(f"{who.phrase}{match['genitive']} {match['noun']}")


def _of_something(match: re.Match[str], _names: Names) -> str | None:
    words = f"{match['noun']} {match['of']}".casefold().split()
    return None if NO_NAMES.union(_UNCLEAR).intersection(words) else ABOUT.format(match[0])


FORMS = (
    Form(
        "somebody's words",
        re.compile(
            rf"(?P<who>{NAME})\s(?P<verb>{'|'.join(_SAID)})(?P<rest>(?:\s{_PREPOSITION}\s{_CLAUSE})?)"
            r"\s*[:,…]?\s*(?=[:“„«‘\"\n])"
        ),
        _said,
        (
            "As Trotsky writes of the meeting: “It was cold.”",
            "What does Trotsky write of the meeting?",
        ),
    ),
    Form(
        "what somebody treats of",
        re.compile(
            rf"(?P<who>{NAME})\s(?P<verb>{'|'.join(_TREATED)})"
            rf"(?P<rest>\s(?!(?:that|as|by|{_PREPOSITION})\b){_CLAUSE})(?=[.:;!?]|\s?\0|$|\n)"
        ),
        _treated,
        ("Then Harman explains what the war did.", "How does Harman explain what the war did?"),
    ),
    Form(
        "a date",
        re.compile(
            rf"(?<![\w’'-])(?P<when>(?:[Ii]n|[Oo]n)\s(?:(?:the\s)?(?:{_SEASON})\s(?:of\s)?)?(?:{DATE}))"
            r"(?![\w’'-])"
        ),
        _happened,
        ("In the spring of 1897 a girl died.", "What happened in the spring of 1897?"),
    ),
    Form(
        "who somebody is",
        re.compile(rf"(?P<who>{NAME}),\s(?:an?\s[^,.;:\n]{{3,40}},\s)?who\s(?P<verb>\w+)"),
        _who,
        ("He met Father Gapon, who led the crowd.", "Who was Father Gapon?"),
    ),
    Form(
        "what is somebody's",
        re.compile(rf"(?P<who>{NAME})(?P<genitive>[’']s?)\s(?P<noun>{_NOUN}){ENDS}"),
        _of_somebody,
        ("It was Kornilov’s defeat, he said.", "What does the text say about Kornilov’s defeat?"),
    ),
)

FILLING = (
    Form(
        "a thing of another",
        re.compile(
            rf"\bthe\s(?P<noun>(?:{_NOUN}\s)?{_NOUN})\sof\s(?:the\s|an?\s)?(?P<of>{_NOUN}|{NAME}){ENDS}"
        ),
        _of_something,
        (
            "It was the rule of the soviets.",
            "What does the text say about the rule of the soviets?",
        ),
    ),
)
