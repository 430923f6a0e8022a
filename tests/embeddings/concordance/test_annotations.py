"""What stands beside a passage: made once, for that passage alone, and not for too many."""

from dataclasses import replace

import pytest

from embeddings.concordance import annotations
from embeddings.concordance.annotations import Annotation, Annotations
from embeddings.concordance.concordance import Links
from embeddings.concordance.links import find_link
from embeddings.concordance.nearest_citation import find_nearest_citation
from embeddings.concordance.references import format_reference
from tests.support.small_text import small

SMALL = replace(small(), links=Links(passage="https://example.org/#{paragraph}"))


def test_it_is_what_the_concordance_says_of_the_passage() -> None:
    margin = Annotations(SMALL)
    for passage in SMALL.passages:
        found, near = margin.annotate(passage), find_nearest_citation(SMALL, passage)
        assert found.reference == format_reference(SMALL, passage)
        assert found.url == find_link(SMALL, passage)
        assert found.nearby == (near.sentence if near else None)
        spans = [one.lead_in for one in passage.quotations]
        texts = tuple(SMALL.document.text[one.start : one.end] if one else None for one in spans)
        assert found.lead_ins == texts
    assert any(margin.annotate(passage).lead_ins for passage in SMALL.passages)


def test_it_is_made_once_for_each_passage() -> None:
    margin, first = Annotations(SMALL), SMALL.passages[0]
    assert margin.annotate(first) is margin.annotate(first)


def test_another_passage_that_begins_at_the_same_place_has_its_own() -> None:
    margin, first = Annotations(SMALL), SMALL.passages[0]
    margin.annotate(first)
    longer = replace(first, paragraphs=(first.paragraphs[0], first.paragraphs[-1] + 1))
    assert margin.annotate(longer) == Annotation.of(SMALL, longer) != Annotation.of(SMALL, first)


def test_no_more_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "MAX_ANNOTATIONS", 2)
    margin = Annotations(SMALL)
    for passage in SMALL.passages:
        assert margin.annotate(passage) == Annotation.of(SMALL, passage)
        assert len(margin._kept) <= 2
