"""What is embedded: the passages with their context, all of each, sentence by sentence."""

from dataclasses import replace

import pytest
from hypothesis import given

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.index.embedding_inputs import EmbeddingInput, make_embedding_inputs
from embeddings.readers import blocks
from embeddings.types import Document, Span
from tests.support.made_up_texts import concordances

NAMES = (("Bronstein", "Trotsky"), ("Petersburg", "Petrograd", "the capital"))


def units_of(text: str) -> list[EmbeddingInput]:
    """Return the units of a small text."""
    return list(
        make_embedding_inputs(
            Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks())
        )
    )


def assert_covered(text: str, spans: tuple[Span, ...], whole: Span) -> None:
    """Hold that spans follow one another and are all of a stretch of the text."""
    assert (spans[0].start, spans[-1].end) == (whole.start, whole.end)
    assert [one.end for one in spans[:-1]] == [one.start for one in spans[1:]]
    assert all(text[one.start : one.end] for one in spans)


def assert_whole(concordance: Concordance) -> None:
    """Hold that the units are the passages, each with its context."""
    text, every = concordance.document.text, list(make_embedding_inputs(concordance))
    assert [source.passage for source in every] == list(range(len(concordance.passages)))
    for source, passage in zip(every, concordance.passages, strict=True):
        assert_covered(text, source.spans[source.context :], passage.span)
        assert bool(source.context) == (passage.context is not None)
        if passage.context is not None:
            assert_covered(text, source.spans[: source.context], passage.context)
        cut = [text[one.start : one.end] for one in source.spans]
        if source.context:
            cut[source.context - 1] = cut[source.context - 1].rstrip(" ") + " "
            assert source.sentences[source.context - 1].endswith(" ")
        assert [words.rstrip(" ") for words in source.sentences] == [
            words.rstrip(" ") for words in cut
        ]
        assert source.own == [words.strip() for words in cut[source.context :]]
        for start, words in zip(source.starts, source.sentences, strict=True):
            assert source.text[start : start + len(words)] == words


@given(concordances())
def test_the_sentences_are_all_of_each_passage_and_of_its_context(concordance: Concordance) -> None:
    assert_whole(concordance)


def test_the_sentences_of_the_essay_are_all_of_it(essay_concordance: Concordance) -> None:
    assert_whole(replace(essay_concordance, names=()))


@given(concordances())
def test_folding_changes_words_and_no_place(concordance: Concordance) -> None:
    plain = list(make_embedding_inputs(replace(concordance, names=())))
    folded = list(make_embedding_inputs(replace(concordance, names=NAMES)))
    for unchanged, other in zip(plain, folded, strict=True):
        places = [(source.passage, source.spans, source.context) for source in (unchanged, other)]
        assert places[0] == places[1]
        assert "Trotsky" not in other.text
        assert other.text.count("Bronstein") == unchanged.text.count("Trotsky")
        assert (unchanged.sentences == other.sentences) == (unchanged.sha256 == other.sha256)


def test_a_quotation_is_embedded_with_its_lead_in_and_nothing_else_is() -> None:
    long = "It froze all night. " * 100
    found = units_of(f"Trotsky rose to speak:\n\n“{long}(45)…”\n\nHe sat down.")
    assert [source.text.partition("It froze")[0] for source in found] == [
        "Trotsky rose to speak:",
        "Trotsky rose to speak: “",
        "He sat down.",
    ]
    assert [source.context for source in found] == [0, 1, 0]
    assert found[1].own[0].startswith("“It froze all night. It")


def test_a_quotation_in_the_passage_of_its_lead_in_is_embedded_once_with_it() -> None:
    [found, _] = units_of("Trotsky rose to speak:\n\n“It froze all night (45)…”\n\nHe sat down.")
    assert found.text == "Trotsky rose to speak:\n\n“It froze all night (45)…”"
    assert found.context == 0


def test_each_sentence_is_embedded_without_the_white_space_around_it() -> None:
    [source] = units_of("It froze.  It thawed! Then it froze again.")
    assert source.own == ["It froze.", "It thawed!", "Then it froze again."]
    assert source.starts == [0, source.text.index("It thawed"), source.text.index("Then")]


def test_what_has_no_word_in_it_belongs_to_the_sentence_before_it() -> None:
    [source] = units_of("It froze. … It thawed. —!")
    assert all(any(c.isalnum() for c in words) for words in source.sentences)
    assert "".join(source.sentences) == source.text == "It froze. … It thawed. —!"


@pytest.mark.parametrize("other", ["It froze all day.", "“It froze” all night."])
def test_the_hash_of_a_unit_is_of_its_words_and_of_nothing_else(other: str) -> None:
    said = "It froze all night."
    one, again, changed = units_of(f"{said}\n\n{said}\n\n{other}")
    assert one.sha256 == again.sha256 != changed.sha256
    divided = replace(one, sentences=("It froze ", "all night."))
    assert divided.text == one.text
    assert divided.sha256 != one.sha256
    assert replace(divided, context=1).sha256 != divided.sha256
