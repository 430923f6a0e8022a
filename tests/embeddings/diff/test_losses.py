"""What a later text has lost, and what only stands elsewhere in it."""

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.diff.diff import diff
from embeddings.diff.losses import Loss, find_losses
from embeddings.types import Document, Name, Work

LAMP = Work("lamp", "The Lamp", (Name("Marlow"),))
TIDES = Work("tides", "A Book of Tides", (Name("Marsh"),))


def made(*paragraphs: str, works: tuple[Work, ...] = (LAMP, TIDES)) -> Concordance:
    """Return the concordance of a text."""
    return Concordance.of(Document.of("text", "Text", paragraphs), KnownWorks(works))


def losses(before: Concordance, after: Concordance) -> list[Loss]:
    """Return what is lost from one text to another."""
    return list(find_losses(before, after, diff(before, after)))


def kinds(before: Concordance, after: Concordance) -> list[str]:
    """Return the kinds of what is lost."""
    return [loss.kind for loss in losses(before, after)]


def test_little_of_each_paragraph_is_much_of_all() -> None:
    words = [f"{first}{second}" for first in "abcdefgh" for second in "klmnopqr"]
    before = made(*(" ".join(f"{word}{n}x" for word in words) for n in "stuvw"))
    after = made(*(" ".join(f"{word}{n}x" for word in words[5:]) for n in "stuvw"))
    assert losses(before, after) == [Loss("all words", None, "25 of 320")]


def test_a_work_that_is_known_better_is_no_loss() -> None:
    text = "He wrote: “The lamp is lit before the tide” (Marsh, p. 12)."
    assert kinds(made(text, works=(LAMP,)), made(text)) == []
    assert kinds(made(text), made(text, works=(LAMP,))) == ["cited"]


def test_a_page_that_closes_a_part_of_its_quotation_is_the_same() -> None:
    before = made("“The lamp is lit before the tide, and it is never left alone” (Marlow, p. 12).")
    after = made("“The lamp is lit before the tide,” he says, “and it is never left alone” "
                 "(Marlow, p. 12).")  # fmt: skip
    assert kinds(before, after) == []
    assert kinds(after, before) == []


def test_a_mark_that_was_never_closed_may_be() -> None:
    before = made("He wrote: “The lamp is lit before the tide (Marlow, p. 12). He was proud of it.")
    after = made("He wrote: “The lamp is lit before the tide” (Marlow, p. 12). He was proud of it.")
    assert kinds(before, after) == []
    cut = made("He wrote: “The lamp is lit before the” (Marlow, p. 12). He was proud of it.")
    assert kinds(before, cut) != []


def test_a_line_that_the_manifest_drops_is_not_lost() -> None:
    text = "The lamp is lit before the tide, and it is never left alone."
    before, after = made(text, "Show more"), made(text)
    difference = diff(before, after)
    assert [loss.kind for loss in find_losses(before, after, difference)] == ["paragraph"]
    assert list(find_losses(before, after, difference, {"Show more"})) == []


def test_a_page_in_a_paragraph_with_other_words_is_another() -> None:
    first, second = "The lamp went out in the great storm", "The boats stayed in all that winter"
    before = made(f"{first} (Marlow, p. 12).", f"{second}.")
    after = made(f"{first}.", f"{second} (Marlow, p. 12).")
    assert kinds(before, after) == ["cited"]


def test_a_quotation_of_another_work_is_falsified() -> None:
    before = made("“The lamp is lit before the tide and never left” (Marlow). So it was.")
    after = made("“The lamp is lit before the tide and never left” (Marsh). So it was.")
    assert [quotation.work for quotation in before.quotations] == ["The Lamp"]
    assert kinds(before, after) == ["quoted"]
