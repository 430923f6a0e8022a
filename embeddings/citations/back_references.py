"""References to a work cited before, *ibid.* and the like: a table, each with an example."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.citations.works import Sources, split_name
from embeddings.types import Citation

NOTHING_CITED_BEFORE = "no work is cited before it"
UNCLEAR_PLACE = "it points to another place of the text, which may mean another work"
UNCLEAR_WORK = "it may mean another work than the last one before it"

_BOOK = (
    r"(?:book|work|volume|study|essay|article|paper|pamphlet|biography|autobiography|memoirs?"
    r"|history|novel|account|text|translation)"
)


@dataclass(frozen=True, slots=True)
class BackReference:
    """Words that mean a work cited before.

    `alone` ones need no page: they mean that of the work before, too. `unclear` is the doubt that
    words raise which may as well mean another work, or the text itself.
    """

    name: str
    pattern: str
    example: str
    alone: bool = False
    unclear: str | None = None


BACK_REFERENCES = (
    BackReference("ibid.", r"(?i:ibid(?:em)?|ib)\b\.?", "ibid., 47", alone=True),
    BackReference("ebd.", r"(?i:ebd|ebda|ebenda)\b\.?", "ebd., S. 47", alone=True),
    BackReference("loc. cit.", r"(?i:loc\.?\s*cit\b\.?|l\.\s*c\.)", "loc. cit.", alone=True),
    BackReference(
        "id.", r"(?i:idem|eadem|id\.|iid\.|ders\.|dies\.|dieselben?|derselbe)", "id. at 47"
    ),
    BackReference("op. cit.", r"(?i:(?:op|ob|art)\.?\s*cit\b\.?|o\.\s*c\.)", "op. cit., p. 47"),
    BackReference(
        "a. a. O.", r"(?i:a\.\s*a\.\s*o\.|a\.?a\.?o\b\.?)", "a. a. O., S. 47", alone=True
    ),
    BackReference(
        "the same work",
        r"(?i:(?:in\s+)?the\s+same(?:\s+(?:work|book|author|place|source))?|same\s+\w+"
        r"|(?:as\s+)?(?:cited|quoted|named|mentioned)\s+(?:above|before|earlier))",
        "cited above, p. 47",
    ),
    BackReference(
        "supra",
        r"(?i:supra|infra|(?:see\s+)?(?:above|below)|s\.?\s*o\.|oben|unten|ci-dessus)",
        "supra, p. 47",
        unclear=UNCLEAR_PLACE,
    ),
    BackReference(
        "the latter",
        rf"(?i:(?:in\s+)?the\s+(?:latter|former)(?:[’']s)?(?:\s+{_BOOK})?"
        rf"|(?:in\s+)?(?:his|her|their|that)\s+(?:\w+\s+)?{_BOOK}"
        rf"|(?:(?:im|in\s+der|in)\s+)?(?:letzter|erster)e[nrms]?)",
        "the latter, p. 47",
        unclear=UNCLEAR_WORK,
    ),
)
IBID = BACK_REFERENCES[0]
_ANY = "|".join(
    rf"(?P<form{at}>{reference.pattern})" for at, reference in enumerate(BACK_REFERENCES)
)
_PATTERN = re.compile(rf"(?<![\w.-])(?:{_ANY})(?![\w-])")
_ONLY_NAMES_BEFORE = re.compile(r"[^\d]*")


def split_back_reference(printed: str) -> tuple[BackReference | None, str]:
    """Return what refers back in a part of a bracket, and the part without it.

    It stands at the beginning, behind small words or a name, or at the end.
    """
    for match in _PATTERN.finditer(printed):
        form = BACK_REFERENCES[_number_of(match)]
        before, behind = printed[: match.start()], printed[match.end() :]
        if (
            form.unclear
            and not before.strip()
            and not re.match(r"\s*(?:,|:|at\b|pp?\b|S\.|\d|$)", behind)
        ):
            continue
        is_work = form.name == "the same work" or form.unclear == UNCLEAR_WORK
        if is_work and not re.match(r"\s*(?:[,:]|at\b|$)", behind):
            continue
        is_last = not re.search(r"\w", behind)
        if _ONLY_NAMES_BEFORE.fullmatch(before) or is_last:
            rest = re.sub(r"^[\s,:]*(?:at\s+)?", "", behind)
            return form, f"{before.rstrip(' ,')}, {rest}".strip(" ,")
    return None, printed


def ends_with_back_reference(words: str) -> tuple[BackReference, int] | None:
    """Return what refers back at the end of some words, and where it begins."""
    for match in _PATTERN.finditer(words):
        if not words[match.end() :].strip(" ,"):
            return BACK_REFERENCES[_number_of(match)], match.start()
    return None


def find_work_before(cited: Sequence[Citation], source: str, sources: Sources) -> Citation | None:
    """Return the last citation of a work by the author whom a source names, or of that name."""
    names = set(split_name(source))
    for citation in reversed(cited):
        if citation.key is not None and sources.is_written_by(citation.key, source):
            return citation
        if citation.key is None and names <= set(split_name(citation.work or "")):
            return citation
    return None


def _number_of(match: re.Match[str]) -> int:
    return int((match.lastgroup or "form0").removeprefix("form"))
