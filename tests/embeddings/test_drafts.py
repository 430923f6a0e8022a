"""Questions made of a text: each form by its example, and only where it fits."""

import re

import pytest
from hypothesis import given

from embeddings.citations import Lore
from embeddings.concordance import Concordance
from embeddings.drafts import ABOUT, FILLING, FORMS, Form, drafts
from embeddings.readers import blocks
from embeddings.types import Document
from tests.embeddings.made_up import concordances


def asked(text: str) -> list[str]:
    """Return the questions that are made of a text."""
    document = Document.of("text", "A text", blocks(text))
    return [one.question for one in drafts(Concordance.of(document, Lore()))]


@pytest.mark.parametrize("form", [*FORMS, *FILLING], ids=lambda form: form.name)
def test_each_form_makes_its_example(form: Form) -> None:
    sentence, question = form.example
    named = "They say that Trotsky, Harman, Kornilov, and Father Gapon came."
    assert question in asked(f"{named}\n\n{sentence}")


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Later Ada wrote in 1904: “It froze.”", "What did Ada write in 1904?"),
        ("And Ada replies: “It froze.”", "What does Ada reply?"),
        ("And Ada admitted to Ben: “It froze.”", "What did Ada admit to Ben?"),
        (
            "Ada describes the lamp of the harbour.",
            "How does Ada describe the lamp of the harbour?",
        ),
        ("Ada described the lamp (p. 5).", "How did Ada describe the lamp?"),
        ("On October 26, 1879, it froze.", "What happened on October 26, 1879?"),
        ("It froze on 4 May 1917 all night.", "What happened on 4 May 1917?"),
        ("It froze in April 1922.", "What happened in April 1922?"),
        ("It was Ada, a keeper of lamps, who slept.", "Who was Ada?"),
        ("It is Ada, who keeps it.", "Who is Ada?"),
        ("It was Ada’s lamp, after all.", ABOUT.format("Ada’s lamp")),
        ("It was the dust heap of history.", ABOUT.format("the dust heap of history")),
    ],
)
def test_a_sentence_of_a_form_is_made_a_question(sentence: str, question: str) -> None:
    assert question in asked(f"They met Ada, and Ben, and Ada.\n\n{sentence}")


@pytest.mark.parametrize(
    "sentence",
    [
        "Then he wrote of Ada: “It froze.”",
        "Nobody wrote of Ada: “It froze.”",
        "Ada wrote of that: “It froze.”",
        "Ada wrote that it froze: “It froze.”",
        "Ada described it.",
        "It is 1904 (Marlow, 1904, p. 5).",
        "There was the lamp, who knows.",
        "It was Ada’s own lamp.",
        "It was Ada’s quietly lit lamp.",
        "It was the first of May.",
        "It was the best of all.",
    ],
)
def test_what_would_not_be_a_sentence_is_not_asked(sentence: str) -> None:
    names = "They met Ada, and Ben, and Ada."
    assert set(asked(f"{names}\n\n{sentence}")) <= {
        *asked(names),
        *(ABOUT.format(name) for name in ("Ada", "Ben", "Ada and Ben")),
    }


def test_two_names_are_asked_about_together_where_each_stands_elsewhere_too() -> None:
    text = "They met Ada and Ben. They liked Ada. They liked Ben. They met Eve and Ada."
    assert ABOUT.format("Ada and Ben") in asked(text)
    assert ABOUT.format("Eve and Ada") not in asked(text)


@given(concordances())
def test_every_question_is_one_sentence_made_of_places_in_the_text(
    concordance: Concordance,
) -> None:
    for one in drafts(concordance):
        assert re.fullmatch(r"(?:What|How|Who) [^\n?\0]+\?", one.question)
        assert one.places
        assert all(0 <= p.start < p.end <= len(concordance.document.text) for p in one.places)
