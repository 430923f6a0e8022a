"""A corrected text: only what its edits touch is embedded again, and a lost page is noticed."""

import pytest

from embeddings.diff.diff import diff
from embeddings.editions.edition import Edition
from embeddings.editions.errors import NotPromotedError
from embeddings.editions.promotion import promote_edition
from tests.support.corrected_texts import HARMFUL, HARMLESS, Draft, corrected, no_page
from tests.support.index_folders import Shelf


def correct(shelf: Shelf, draft: Draft) -> float:
    """Build a text, and a candidate of it corrected; return which share was embedded anew."""
    whole = shelf.build(shelf.text(*(one.text for one in draft.before))).embedded
    return shelf.candidate(*(one.text for one in draft.after)).embedded / whole


def test_of_twenty_edits_only_what_they_touch_is_embedded_again(shelf: Shelf) -> None:
    draft = corrected(7, (*HARMLESS, *HARMFUL))
    share = correct(shelf, draft)
    touched = [one.text for one in draft.after if one.number in draft.touched]
    assert len(touched) == 18
    assert shelf.encoder.embedded
    for words in shelf.encoder.embedded:  # as much as the model reads at once
        assert any(words in text for text in touched), words
    assert share < len(touched) / len(draft.after)


def test_the_candidate_differs_in_the_twenty_edits_and_its_losses_are_told(shelf: Shelf) -> None:
    draft = corrected(7, (*HARMLESS, *HARMFUL))
    correct(shelf, draft)
    with pytest.raises(NotPromotedError) as caught:
        promote_edition(shelf.editions)
    candidate = Edition.read(shelf.editions.directory / caught.value.name)
    found = diff(shelf.editions.open().concordance, candidate.concordance).edits
    assert {(one.what, one.kind, one.before, one.after) for one in found} == draft.expected()
    assert [reason.split(":")[0] for reason in caught.value.reasons] == [
        "2 paragraphs are lost",
        "2 quotations have other words",
        "2 page citations are lost",
        "2 page citations are others",
    ]


def test_one_lost_page_is_enough(shelf: Shelf) -> None:
    correct(shelf, corrected(1, (no_page,)))
    with pytest.raises(NotPromotedError, match="2 page citations are lost: ¶ "):
        promote_edition(shelf.editions)


def test_edits_that_lose_nothing_go_live(shelf: Shelf) -> None:
    draft = corrected(2, HARMLESS)
    correct(shelf, draft)
    entry = promote_edition(shelf.editions)
    assert shelf.editions.live_name() == entry.name
    document = shelf.editions.open().concordance.document
    assert document.text == "\n\n".join(one.text for one in draft.after)
