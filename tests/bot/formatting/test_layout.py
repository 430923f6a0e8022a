"""How a passage is laid out: what introduces it, prose, and quotations set off."""

from hypothesis import given

from bot.formatting.layout import VOICES, Piece, lay_out
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import excerpt_paragraph
from embeddings.concordance.proof import prove_hits
from embeddings.types import Document, Hit, Passage, Quotation, ShownPassage, Span
from tests.support.made_answers import Made, answers, visible
from tests.support.made_up_texts import LORE
from tests.support.small_text import small

LONG = "Snow fell. " * 162
"""As much as leaves no room beside it in a passage."""


def laid_out(*paragraphs: str) -> list[list[tuple[str, str]]]:
    """Return the pieces of each passage of a text, each with what it is."""
    concordance = Concordance.of(Document.of("text", "A text", paragraphs), LORE)
    shown = prove_hits(concordance, [Hit(passage, 1.0) for passage in concordance.passages])
    return [[(kind(one), one.words) for one in lay_out(passage)] for passage in shown]


def kind(piece: Piece) -> str:
    """Return what a piece is."""
    return "before" if piece.before else "quoted" if piece.quoted else "prose"


def test_a_cited_quotation_is_set_off_with_its_page_and_the_stop_behind_it() -> None:
    assert laid_out("He said: “It froze” (45). It thawed.") == [
        [("prose", "He said:"), ("quoted", "“It froze” (45)."), ("prose", "It thawed.")]
    ]


def test_a_quotation_without_a_page_stays_in_the_authors_sentence() -> None:
    words = "She called it “the loneliest of all offices” and left."
    assert laid_out(words) == [[("prose", words)]]


def test_a_quotation_without_a_page_that_fills_a_paragraph_is_set_off() -> None:
    quoted = "“the loneliest of all offices”"
    assert laid_out(quoted) == [[("quoted", quoted)]]
    assert laid_out("She wrote:", quoted) == [[("prose", "She wrote:"), ("quoted", quoted)]]
    assert laid_out("She wrote:", f"{quoted} and left.") == [
        [("prose", "She wrote:"), ("prose", f"{quoted} and left.")]
    ]


def test_an_introduction_is_prose_of_its_passage_and_stands_before_one_too_long_to_join() -> None:
    quoted = ("quoted", "“It froze” (45).")
    assert laid_out("He said:", quoted[1]) == [[("prose", "He said:"), quoted]]
    (_, passage) = laid_out(f"{LONG}He said:", quoted[1])
    assert passage == [("before", "Snow fell. He said:"), quoted]


def test_a_quotation_over_paragraphs_is_a_piece_for_each() -> None:
    (passage,) = laid_out("“It froze.", "It thawed” (45).")
    assert passage == [("quoted", "“It froze."), ("quoted", "It thawed” (45).")]


def test_a_paragraph_of_a_quotation_over_several_is_set_off_without_what_follows() -> None:
    document = Document.of("text", "A text", ["He said:", "“It froze.", "Snow fell.", "Ice” (45)."])
    concordance = Concordance.of(document, LORE)
    shown = prove_hits(
        concordance, [Hit(excerpt_paragraph(concordance, n), 1.0) for n in (2, 3, 4)]
    )
    assert [[(kind(piece), piece.words) for piece in lay_out(one)] for one in shown] == [
        [("before", "He said:"), ("quoted", words)]
        for words in ("“It froze.", "Snow fell.", "Ice” (45).")
    ]


def test_the_three_voices_have_three_names() -> None:
    assert len(set(VOICES.values())) == 3
    concordance = Concordance.of(
        Document.of("text", "A text", ["“It froze all night” (45)."]), LORE
    )
    passages = (*small().passages, *concordance.passages)
    assert {passage.voice for passage in passages} == set(VOICES)


def fills_paragraphs(passage: Passage, quotation: Quotation) -> bool:
    """Return whether the paragraphs that a quotation touches have no word but its own."""
    at, others = passage.start, ""
    for paragraph in passage.text.split("\n\n"):
        if Span(at, at + len(paragraph)).touches(quotation.span):
            places = range(at, at + len(paragraph))
            beside = (n for n in places if not quotation.start <= n < quotation.end)
            others += "".join(passage.text[n - passage.start] for n in beside)
        at += len(paragraph) + 2
    return not any(letter.isalnum() for letter in others)


def must_be_quoted(passage: Passage, piece: Piece) -> bool | None:
    """Say whether a piece has to be set off, by what it holds; None where either will do."""
    set_off = [
        one
        for one in passage.quotations
        if one.citations or passage.voice == "quotation" or fills_paragraphs(passage, one)
    ]
    if any(one.span.touches(piece.span) for one in set_off):
        return True
    paged = [one.span for one in passage.citations]
    own = set(range(piece.span.start, piece.span.end))
    own -= {at for span in paged for at in range(span.start, span.end)}
    letters = (passage.text[at - passage.start] for at in own)
    return False if any(letter.isalnum() for letter in letters) else None


@given(answers())
def test_pieces_are_the_text_once_in_its_order_and_told_apart(made: Made) -> None:
    for shown in made.answer.shown:
        passage, found = shown.passage, list(lay_out(shown))
        for piece in found:
            assert piece.words == made.document.quote(piece.span.start, piece.span.end)
            assert piece.words.strip() == piece.words != ""
            assert "\n" not in piece.words
        own = [piece for piece in found if not piece.before]
        covered = [at for one in found for at in visible(made.document, one.span)]
        assert covered == [at for span in spans(shown) for at in visible(made.document, span)]
        for piece in own:
            assert must_be_quoted(passage, piece) in (None, piece.quoted)
        assert not any(piece.quoted for piece in found if piece.before)


def spans(shown: ShownPassage) -> list[Span]:
    """Return what is to be shown of the text: what introduces a passage, and the passage."""
    context = shown.passage.context
    return [shown.passage.span] if context is None else [context, shown.passage.span]
