"""Answers that hypothesis makes up, and what a reader sees of them by rules of our own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

import discord
from hypothesis import assume
from hypothesis import strategies as st

from bot import render
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import excerpt_paragraph
from embeddings.concordance.proof import prove_hits
from embeddings.readers import blocks
from embeddings.types import Answer, AnswerKind, Document, Hit, Name, ShownPassage, Span, Work
from tests.standin.markdown import parse
from tests.standin.markdown_nodes import Block, Node, Text
from tests.standin.markdown_nodes import Span as Styled
from tests.standin.markdown_rules import SPACES
from tests.support.examples import pooled
from tests.support.made_up_texts import CITATIONS, LORE, MARKS

ACTIVE = (
    "*a* **b** ***c*** _d_ __e__ ~~f~~ ||g|| `h` ``i`` ```j``` \\ \\* ** _ __ ~ | ` < > "
    "[k](https://l.de) [m] <https://n.de> https://o.de/p_q_?r=*s* http://t.de. <@1> <@!2> "
    "<@&3> <#4> </u:5> <t:0:R> "
    "<:v:6> <a:w:7> <id:guide> @everyone @here :smile: ::x:: a:b :/ # ## -# - + 1. 12) 3.) >>> > "
    "* ¯\\_(ツ)_/¯ https://discord.com/channels/1/2/3 mailto:y@z.de <y@z.de> a_b_c *) "
    "(* \ufeff \u200b"
).split(" ")
PLAIN = "Snow ice. River! Who? He said: Trotsky’s 1905. soviet — … p. vol. it froze; Then".split()
OTHER = (
    "🙂",
    "👩‍👩‍👧",
    "𝄞",
    "שלום",
    "مرحبا.",
    "\u202eabc\u202c",
    "снег.",
    "é",
    "e\u0301",
    "Ａ",
    "１.",
    "\u2060",
)
LONG_TITLE = Work("long", "The _Prophet_ * " * 80, (Name("Deutscher", "Isaac"),))
LORES = (LORE, KnownWorks((LONG_TITLE,), LONG_TITLE), KnownWorks())
TITLES = ("A text", "*A* <@1> text", "🙂" * 150, "x" * 5000)
OUTCOMES: tuple[AnswerKind, ...] = ("answer", "page", "source", "about", "nearest", "hint")
ANNOUNCED = re.compile(
    r"\[A sentence of ([\d,]+) characters, too long for a message, stands here\.]"
)


@dataclass(frozen=True, slots=True)
class Made:
    """An answer, and what it is taken from."""

    answer: Answer
    document: Document


@cache
def words() -> st.SearchStrategy[str]:
    """Make some words in which Markdown would see more than words."""
    letters = st.characters(exclude_categories=("Cc", "Cs"))
    word = st.one_of(
        st.sampled_from(ACTIVE),
        st.sampled_from(PLAIN),
        st.sampled_from(OTHER),
        st.text(letters, max_size=6),
        st.text("*_`~|<>@#:[]()\\-+.1! a", max_size=8),
    )
    return st.builds(
        lambda between, parts: between.join(parts),
        st.sampled_from((" ", " ", "")),
        st.lists(word, min_size=1, max_size=10),
    )


@cache
def _long() -> st.SearchStrategy[str]:
    """Make words over and over: as sentences, as paragraphs or as one sentence without end."""
    between = st.sampled_from((". ", ". Snow fell. ", ".\n\n", " ", "(45) ", "” (45). “"))
    return st.builds(
        lambda one, gap, size: gap.join([one] * (size // len(one + gap) + 1)),
        st.sampled_from(
            ("It *froze* hard", "<@1> a_b_", "🙂🙂 𝄞", "שלום", "It froze; the ice held", "*")
        ),
        between,
        st.sampled_from((200, 1500, 3000, 4200, 9000)),
    )


@cache
def _quotation() -> st.SearchStrategy[str]:
    plain = st.builds(
        "{0}{1}{2} {3}".format,
        st.just("“"),
        words() | _long(),
        st.just("”"),
        st.just("(45)"),
    )
    forms = st.sampled_from(("{0}{1}{2} {3}", "{0}{1} {3}…{2}", "{0}{1}{2} he wrote {3}."))
    other = st.builds(
        lambda form, marks, said, page: form.format(marks[0], said, marks[1], page),
        forms,
        st.sampled_from(MARKS),
        words(),
        st.sampled_from(("", *CITATIONS)),
    )
    return plain | other


@cache
def texts() -> st.SearchStrategy[str]:
    """Make texts of a few paragraphs."""
    piece = st.one_of(words(), _quotation(), _quotation())
    paragraph = st.lists(piece, min_size=1, max_size=4).map(" ".join)
    return st.lists(paragraph, min_size=1, max_size=4).map("\n\n".join)


@cache
def long_texts() -> st.SearchStrategy[str]:
    """Make texts with a quotation that may be longer than a message."""
    around = st.sampled_from(("", "He said:", "Snow fell. He said: ", "…", "Then\n\n"))
    form = "{0} “{1}” (45) {2} “{3}” (46) {0}"
    return st.builds(form.format, around, _long(), around, words() | _long())


@cache
def concordances(*, long: bool = False) -> st.SearchStrategy[Concordance]:
    """Make concordances of such texts, under titles of any length."""
    documents = st.builds(
        lambda title, text: Document.of("text", title, blocks(text)),
        st.sampled_from(TITLES),
        long_texts() if long else texts(),
    )
    worded = documents.filter(lambda document: bool(document.text))
    return pooled(st.builds(Concordance.of, worded, st.sampled_from(LORES)))


def _marks(length: int) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Make highlights: any at all, also such as overlap or touch."""
    offset = st.integers(0, length)
    mark = st.tuples(offset, offset).map(lambda ends: (min(ends), max(ends)))
    return st.lists(mark.filter(lambda ends: ends[0] < ends[1]), max_size=4).map(tuple)


@st.composite
def shown(draw: st.DrawFn, limit: int = 5) -> tuple[tuple[ShownPassage, ...], Document]:
    """Make passages and paragraphs as an answer shows them, with highlights at will."""
    concordance = draw(st.one_of(concordances(), concordances(), concordances(long=True)))
    numbers = [one.number for one in concordance.document.paragraphs]
    every = [*concordance.passages, *(excerpt_paragraph(concordance, number) for number in numbers)]
    worded = [passage for passage in every if passage.text.strip(SPACES)]
    assume(worded)
    passages = draw(st.lists(st.sampled_from(worded), min_size=1, max_size=limit))
    proved = prove_hits(concordance, [Hit(passage, 0.5) for passage in passages])
    marked = (replace(one, highlights=draw(_marks(len(one.passage.text)))) for one in proved)
    return tuple(marked), concordance.document


@st.composite
def answers(draw: st.DrawFn, limit: int = 5) -> Made:
    """Make answers of every outcome to questions of any kind."""
    passages, document = draw(shown(limit))
    outcome = draw(st.sampled_from(OUTCOMES))
    message: str | None
    if outcome in ("hint", "nearest", "about"):
        message = draw(st.one_of(words().filter(str.strip), st.just("*" * 1500)))
    else:
        message = None if outcome != "page" else draw(st.none() | st.just("The first 1 of 2:"))
    bare = outcome == "hint" or (outcome in ("nearest", "about") and draw(st.booleans()))
    held = () if bare else passages
    return Made(Answer(draw(questions()), outcome, message, held, document.edition, 1.0), document)


@cache
def questions() -> st.SearchStrategy[str]:
    """Make questions: none at all, very long ones, and such as would call somebody."""
    return st.one_of(
        st.just(""),
        words(),
        st.text(max_size=20),
        st.sampled_from(("<@1>", "@everyone @here <@&2>", "```\n@everyone\n```", "\n > a\n# b")),
        st.sampled_from(("*" * 4000, "a b. " * 390, "🙂" * 1100)),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A line as a reader sees it: its letters, where they are bold, and whether it is quoted."""

    words: str
    quoted: bool
    bold: frozenset[int]


def seen(markdown: str, *, embed: bool = True) -> list[Seen]:
    """Return the lines that a reader sees; anything but words, bold and block quotes fails."""
    return [line for block in parse(markdown, embed=embed) for line in _lines(block)]


def _lines(block: Block) -> Iterator[Seen]:
    assert block.kind in ("paragraph", "quote"), block
    letters = list(_letters(block.children, bold=False))
    for broken, group in groupby(letters, key=lambda letter: letter[0] == "\n"):
        line = list(group)
        written = "".join(letter for letter, _ in line)
        if not broken and written.strip():
            bold = frozenset(at for at, (_, is_bold) in enumerate(line) if is_bold)
            yield Seen(written, block.quoted, bold)


def _letters(nodes: Iterable[Node], *, bold: bool) -> Iterator[tuple[str, bool]]:
    for node in nodes:
        if isinstance(node, Styled) and node.kind == "strong":
            yield from _letters(node.children, bold=True)
        else:
            assert isinstance(node, Text), node
            yield from ((letter, bold) for letter in node.shown)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line that was found in the text, at its place."""

    line: Seen
    span: Span
    left_out: bool = False


def visible(document: Document, span: Span) -> list[int]:
    """Return the offsets of a span's characters that are no white space."""
    return [at for at in range(span.start, span.end) if document.text[at] not in SPACES]


def placed(lines: Sequence[Seen], document: Document, spans: Iterable[Span]) -> list[Placed]:
    """Find lines in the text, one behind the other; they are spans of it, whole, and no more."""
    left = [at for span in spans for at in visible(document, span)]
    found = []
    for line in lines:
        if announced := ANNOUNCED.fullmatch(line.words):
            span = Span(left[0], left[0] + int(announced[1].replace(",", "")))
        else:
            count = sum(letter not in SPACES for letter in line.words)
            span = Span(left[0], left[count - 1] + 1)
            assert line.words.strip(SPACES) == document.text[span.start : span.end]
        taken = len(visible(document, span))
        assert left[:taken] == visible(document, span)
        left = left[taken:]
        found.append(Placed(line, span, left_out=announced is not None))
    assert not left, f"not shown: {document.text[left[0] :]!r}"
    return found


def units(text: str | None) -> int:
    """Return what Discord counts of a text, in the stricter of the two ways to count."""
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in text or "")


def hold_embeds(message: render.Message) -> None:
    """Hold that the embeds of a message keep to Discord's limits, and that there are any."""
    assert 0 < len(message.embeds) <= 10
    sizes = [(one.title, one.description, one.footer.text) for one in message.embeds]
    assert sum(units(part) for each in sizes for part in each) <= 6000
    for title, description, footer in sizes:
        assert 0 < units(title) <= 256
        assert 0 < units(description) <= 4096
        assert 0 < units(footer) <= 2048


def embeds(messages: tuple[render.Message, ...]) -> list[discord.Embed]:
    """Return the embeds of messages, in their order."""
    return [embed for message in messages for embed in message.embeds]
