"""Checked quotations as messages: within the limits, and each side what it is said to be."""

from dataclasses import dataclass, replace

import discord
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import render
from bot.formatting import markdown
from bot.i18n.translations import ENGLISH
from embeddings.checking.checker import Checker
from embeddings.checking.result import CheckedQuote
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance, Links
from embeddings.errors import AskedError
from embeddings.readers import blocks
from embeddings.types import Document
from tests.standin.markdown_rules import SPACES
from tests.support.made_answers import Seen, concordances, embeds, hold_embeds, seen, units, words

THE_TEXT, WRITTEN = "The text:", "As written:"
NEAREST = "The nearest passages, which do not have them:"


@dataclass(frozen=True, slots=True)
class Made:
    """Words that were checked, and the text they were checked against."""

    every: tuple[CheckedQuote, ...]
    document: Document


@st.composite
def _changed(draw: st.DrawFn, text: str) -> str:
    """Make words of a text: a stretch of it, some words of which are dropped, added or changed."""
    first = draw(st.integers(0, max(0, len(text) - 20)))
    stretch = text[first : first + draw(st.sampled_from((30, 80, 300, 2000)))].split(" ")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(stretch) - 1))
        stretch[at : at + draw(st.integers(0, 1))] = draw(st.sampled_from(([], ["*snow*"], ["of"])))
        if not stretch:
            break
    return " ".join(stretch)


@st.composite
def checked(draw: st.DrawFn) -> Made:
    """Make messages of words from a text, from elsewhere, and of both, quoted and not."""
    concordance = draw(st.one_of(concordances(), concordances(long=True)))
    theirs = _changed(concordance.document.text)
    form = draw(st.sampled_from(("{0}", "“{0}”", "He said “{0}” (45), she “{1}”.", "> {0}\n{1}")))
    message = form.format(draw(theirs), draw(theirs | words()))[:4000]
    try:
        every = Checker(concordance).check(message)
    except AskedError:
        assume(False)
    return Made(tuple(every), concordance.document)


def by_checked(made: Made) -> list[list[discord.Embed]]:
    """Return the embeds of each of the words that were checked."""
    parts: list[list[discord.Embed]] = []
    for embed in embeds(render.checks(made.every, made.document, ENGLISH)):
        if not (embed.title or "").endswith("(continued)"):
            parts.append([])
        parts[-1].append(embed)
    return parts


def lines(parts: list[discord.Embed]) -> list[Seen]:
    """Return the lines that are seen of the embeds of some words."""
    return [line for one in parts for line in seen(one.description or "")]


def sides(one: CheckedQuote, parts: list[discord.Embed]) -> tuple[list[Seen], list[Seen]]:
    """Return the quoted lines of the text's side and of the other's."""
    every = lines(parts)
    said = [line.words for line in every if not line.quoted]
    at = len(every)
    if one.outcome == "differs":
        assert said.index(THE_TEXT) < said.index(WRITTEN)
        at = next(n for n, each in enumerate(every) if each.words == WRITTEN and not each.quoted)
    elif one.located is None:
        at = next((n for n, each in enumerate(every) if each.words == NEAREST), at)
        every = [*every[at:], *every[:at]]
        at = len(every) - at
    quoted = [line.quoted for line in every]
    ours = [line for line, is_quoted in zip(every[:at], quoted[:at], strict=True) if is_quoted]
    theirs = [line for line, is_quoted in zip(every[at:], quoted[at:], strict=True) if is_quoted]
    return ours, theirs


def letters(text: str) -> str:
    """Return what can be seen of a text, its white space aside."""
    return "".join(letter for letter in text if letter not in SPACES)


def together(every: list[Seen]) -> str:
    """Return what can be seen of some lines."""
    return letters("".join(line.words for line in every))


def whole(*every: list[Seen]) -> bool:
    """Say whether no line was too long for a message."""
    return not any("too long for a message" in line.words for each in every for line in each)


@given(checked())
def test_no_limit_of_discord_is_exceeded(made: Made) -> None:
    for message in render.checks(made.every, made.document, ENGLISH):
        assert units(message.content) <= 2000
        hold_embeds(message)


@given(checked())
def test_the_texts_side_is_the_text_and_the_others_is_what_was_written(made: Made) -> None:
    for one, parts in zip(made.every, by_checked(made), strict=False):
        ours, theirs = sides(one, parts)
        if not whole(ours, theirs):
            continue
        if one.located is not None:
            span = one.located.place.span
            assert together(ours) == letters(made.document.text[span.start : span.end])
        if one.outcome == "differs" or one.located is None:
            shown = letters("".join(map(markdown.one_line, one.words.split("\n"))))
            assert together(theirs) == shown


@given(checked())
def test_bold_is_what_the_other_side_has_not(made: Made) -> None:
    for one, parts in zip(made.every, by_checked(made), strict=False):
        ours, theirs = sides(one, parts)
        if one.outcome != "differs":
            assert not any(line.bold for line in (*ours, *theirs))
            continue
        if one.located is None or not whole(ours, theirs):
            continue
        segments = one.located.difference.segments
        ours_only = "".join(s.text for s in segments if s.kind in ("left out", "changed"))
        theirs_only = "".join(
            s.words for s in segments if s.kind in ("added", "changed", "other page")
        )
        assert bold(ours) == letters(ours_only)
        assert bold(theirs) == letters(theirs_only)


def bold(every: list[Seen]) -> str:
    """Return the bold letters of some lines, white space aside."""
    return letters("".join(line.words[at] for line in every for at in sorted(line.bold)))


@given(checked())
def test_the_texts_words_have_the_place_they_stand_in_beside_them(made: Made) -> None:
    for one, parts in zip(made.every, by_checked(made), strict=False):
        if one.located is None:
            continue
        place = one.located.place.reference.rpartition(" · ")[2]
        for part in parts:
            every = seen(part.description or "")
            at = next((n for n, line in enumerate(every) if line.words == WRITTEN), len(every))
            if any(line.quoted for line in every[:at]) and part is parts[0]:
                named = [line.words for line in every[:at] if not line.quoted]
                assert any(place in words for words in named)


def near() -> tuple[CheckedQuote, Document]:
    """Return words that are not in a text, with two passages that are near to them."""
    sentences = " ".join(f"The harbour was frozen for {n} days." for n in range(20))
    text = (
        "The keeper wrote “the lamp burned low in the empty harbour” (p. 12).\n\n"
        f"Gulls and seals slept there. {sentences}\n\nNobody knew."
    )
    document = Document.of("lamp", "Lamp", blocks(text))
    (one,) = Checker(Concordance.of(document, KnownWorks())).check(
        "empty gulls slept upon burned seals, a low lamp"
    )
    return one, document


def test_of_absent_words_the_nearest_passages_are_shown_each_with_its_place_under_it() -> None:
    one, document = near()
    assert (one.outcome, len(one.nearest)) == ("absent", 2)
    (parts,) = by_checked(Made((one,), document))
    every = lines(parts)
    at = next(n for n, line in enumerate(every) if line.words == NEAREST)
    shown = [(line.words, line.quoted) for line in every[at + 1 :]]
    place = [n for n, (words, _) in enumerate(shown) if words.startswith("— ")]
    quoted, long = shown[: place[0]], shown[place[0] + 1 : place[1]]
    assert quoted[-1] == ("“the lamp burned low in the empty harbour” (p. 12).", True)
    assert shown[place[0]][0] == "— in p. 12 · lamp ¶ 1"
    assert long[0][0].startswith("Gulls and seals slept there. The harbour")
    assert long[-1] == ("[…]", False)
    assert sum(len(words) for words, _ in long) < 350
    assert shown[place[1]][0].startswith("— no page given · lamp ¶ 2")
    assert place[1] == len(shown) - 1


@given(checked())
def test_what_is_shown_of_the_nearest_passages_is_theirs(made: Made) -> None:
    for one, parts in zip(made.every, by_checked(made), strict=False):
        if one.located is not None:
            continue
        ours, _ = sides(one, parts)
        passages = [letters(near.passage.text) for near in one.nearest]
        for line in ours:
            told = letters(line.words)
            assert "too long for a message" in line.words or any(told in each for each in passages)


def test_the_title_links_to_the_passage_that_has_the_words_and_to_none_that_is_near() -> None:
    document = Document.of("lamp", "Lamp", blocks("It froze.\n\nThe lamp burned low all night."))
    links = Links("https://example.org/#p{paragraph}")
    concordance = replace(Concordance.of(document, KnownWorks()), links=links)
    found, absent = (
        Checker(concordance).check(words)[0]
        for words in ("the lamp burned low", "night fell low over a burned lamp and harbour")
    )
    (embed,) = embeds(render.checks([found], document, ENGLISH))
    assert embed.url == "https://example.org/#p2"
    (embed,) = embeds(render.checks([absent], document, ENGLISH))
    assert (absent.outcome, embed.url) == ("absent", None)


def test_a_long_difference_is_shown_whole_in_several_embeds() -> None:
    """Two thousand characters beside two thousand do not fit one embed."""
    told = [f"In year {n} the lamp was lit before the tide came in; " for n in range(40)]
    text = f"The keeper wrote “{''.join(told)}and so on” (p. 12)."
    concordance = Concordance.of(Document.of("lamp", "Lamp", blocks(text)), KnownWorks())
    written = "".join(told[:38]).replace("lamp", "lantern").strip()
    (one,) = Checker(concordance).check(written)
    (parts,) = by_checked(Made((one,), concordance.document))
    assert len(parts) > 1
    ours, theirs = sides(one, parts)
    assert together(theirs) == letters(written)
    assert (bold(ours), bold(theirs)) == ("lamp" * 38, "lantern" * 38)


def test_what_is_too_little_to_be_a_quotation_is_compared_with_nothing() -> None:
    text = "*a* *a* *a* *a* **b** Snow River!"
    concordance = Concordance.of(Document.of("text", "A text", [text]), KnownWorks())
    (one,) = Checker(concordance).check("* *a* *a* *a* **b** Snow River")
    assert one.outcome == "short"
    (parts,) = by_checked(Made((one,), concordance.document))
    assert not any(line.bold for line in lines(parts))
