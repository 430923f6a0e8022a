"""The buttons under an answer, over real sockets, before and after the bot is started anew."""

import re

import pytest

from bot.components.answer_buttons import AnswerAction, AnswerButtonId
from bot.components.answer_buttons import read as pressing
from embeddings.types import EarlierTurn, Span
from tests.standin import Message
from tests.support.live_bot import Live, expected, said, shown

QUESTION = "Who saved Chernov from the crowd?"

MANY = "What did Trotsky do for Chernov?"
"""A question that more passages answer than are shown at once."""


def asked(live: Live, *, private: bool = False, question: str = QUESTION) -> Message:
    """Let Alice ask, and return the answer."""
    (message,) = live.alice.asks(live.channel, "ask", question=question, private=private).answer()
    return message


def labels(message: Message) -> list[list[str]]:
    """Return what stands on the buttons of a message, row by row."""
    return [[one["label"] for one in row["components"]] for row in message.components]


def test_an_answer_offers_what_can_be_done_with_it(live: Live) -> None:
    judging = ["Helpful", "Not this", "Wrong page?"]
    reading = ["More passages", "Before", "After", "Copy", "Follow up"]
    assert labels(asked(live, question=MANY)) == [reading, [*judging, "Delete"]]
    private = asked(live, question=MANY, private=True)
    assert labels(private) == [reading, [*judging, "Show in channel"]]


@pytest.mark.parametrize("question", ["hello!", "Who was Parvus?", "List the works!"])
def test_an_answer_without_a_passage_offers_nothing(live: Live, question: str) -> None:
    message = asked(live, question=question)
    assert labels(message) == []
    assert message.embeds == []
    assert live.answerer.answer(question).message == said([message]).partition("\n")[2]


def test_the_beginning_of_the_text_is_shown_passage_by_passage(live: Live) -> None:
    message = asked(live, question="How does the essay begin?")
    title = live.answerer.concordance.document.title
    assert said([message]) == f"How does the essay begin?\nThis is how “{title}” begins:"
    (more,) = live.alice.presses(message, "More passages").answer()
    assert said([more]) == "How does the essay begin?"
    places = [
        one.rpartition("¶ ")[2].partition(" (")[0] for one in (*shown([message]), *shown([more]))
    ]
    assert len(places) == 6
    assert places[0].startswith("1")
    assert [int(re.split(r"\D", place)[0]) for place in places] == sorted(
        {int(re.split(r"\D", place)[0]) for place in places}
    )


def test_more_passages_are_those_behind_the_ones_that_were_shown(live: Live) -> None:
    message, expected = asked(live, question=MANY), live.answerer.answer(MANY, 9).shown
    for number in (3, 6):
        pressed = live.alice.presses(message, "More passages")
        (message,) = pressed.answer()
        assert pressed.private
        places = [one.rpartition(" · ")[2] for one in shown([message])]
        wanted = [one.reference.rpartition(" · ")[2] for one in expected[number : number + 3]]
        assert places == wanted
        ranks = [one["title"].partition(". ")[0] for one in message.embeds]
        assert ranks == [str(number + at) for at in (1, 2, 3)]
        assert said([message]).startswith(MANY)


def test_where_all_are_shown_no_more_are_offered(live: Live) -> None:
    message = asked(live, question="page 282")
    assert "More passages" not in labels(message)[0]


def test_a_copy_is_the_passage_and_its_reference_as_plain_text(live: Live) -> None:
    first = live.answerer.answer(QUESTION).shown[0]
    pressed = live.alice.presses(asked(live), "Copy")
    (copy,) = pressed.answer()
    assert pressed.private
    assert copy.content == f"```\n{first.passage.text}\n— {first.reference}\n```"


def test_what_stands_before_and_behind_is_shown_to_the_member_alone(live: Live) -> None:
    message = asked(live)
    first = live.answerer.answer(QUESTION).shown[0].passage
    for button, step in (("Before", -1), ("After", 1)):
        pressed = live.server.member("Ben").presses(message, button)
        (found,) = pressed.answer()
        assert pressed.private
        number = first.paragraphs[0] + step
        (embed,) = shown([found])
        assert embed.endswith(f"¶ {number}")
        document = live.answerer.concordance.document
        paragraph = document.paragraphs[number - 1]
        assert document.quote(paragraph.start, paragraph.end) in embed


def test_a_private_answer_is_shown_to_all_when_its_member_wants_that(live: Live) -> None:
    message = asked(live, private=True)
    pressed = live.alice.presses(message, "Show in channel")
    (public,) = pressed.answer()
    assert not pressed.private
    assert shown([public]) == shown([message])
    assert said([public]).startswith(QUESTION)


@pytest.mark.parametrize("private", [False, True])
def test_a_follow_up_is_asked_in_a_form_and_answered_as_the_question_was(
    live: Live, private: bool
) -> None:
    pressed = live.alice.presses(asked(live, private=private), "Follow up")
    sent = live.alice.types_into(pressed, question="Where did he hold him?")
    (message,) = sent.answer()
    assert sent.private is private
    assert said([message]).startswith("Where did he hold him?")
    before = EarlierTurn.of(live.answerer.answer(QUESTION))
    assert before is not None
    answer = live.answerer.answer("Where did he hold him?", 3, before)
    assert answer.understood is not None
    assert shown([message]) == expected(answer)


@pytest.mark.parametrize("button", ["Helpful", "Not this", "Wrong page?"])
def test_what_a_member_thinks_is_noted_without_the_member_or_the_question(
    live: Live, button: str
) -> None:
    message = asked(live)
    before = len(live.program.text)
    pressed = live.alice.presses(message, button)
    (thanks,) = pressed.answer()
    assert pressed.private
    assert thanks.content.startswith("Thank you")
    noted = '"feedback"'
    live.discord.world.wait(lambda: noted in live.program.text[before:], "a line in the log")
    logged = live.program.text[before:]
    assert str(live.alice.id) not in logged
    assert "Chernov" not in logged


def test_an_answer_is_deleted_by_whoever_asked_or_may_manage_messages_and_no_one_else(
    live: Live,
) -> None:
    message = asked(live)
    refused = live.server.member("Ben").presses(message, "Delete")
    (told,) = refused.answer()
    assert refused.private
    assert "Only whoever asked" in told.content
    assert not message.deleted
    live.alice.presses(message, "Delete")
    live.discord.world.wait(lambda: message.deleted, "the answer to be gone")
    other = asked(live)
    moderator = live.server.member("Mo", permissions=["MANAGE_MESSAGES"])
    moderator.presses(other, "Delete")
    live.discord.world.wait(lambda: other.deleted, "the other answer to be gone")


FORGED = {
    "nothing of ours": "something",
    "another version": AnswerButtonId(AnswerAction.COPY, "a" * 12, Span(1, 2)).custom_id.replace(
        "answer", "answers", 1
    ),
    "cut": AnswerButtonId(AnswerAction.COPY, "a" * 12, Span(1, 2)).custom_id[:-4],
    "no action of ours": AnswerButtonId(AnswerAction.COPY, "a" * 12, Span(1, 2)).custom_id.replace(
        "copy", "sing"
    ),
}


@pytest.mark.parametrize("custom_id", FORGED.values(), ids=FORGED)
def test_a_button_that_was_never_made_is_answered_with_a_sentence(
    live: Live, custom_id: str
) -> None:
    message = asked(live)
    message.components[0]["components"][0]["custom_id"] = custom_id
    (told,) = live.alice.presses(message, custom_id).answer()
    assert told.ephemeral
    assert "another version of me" in told.content


def test_a_button_on_a_passage_that_the_edition_has_not_is_answered_with_a_sentence(
    live: Live,
) -> None:
    message = asked(live)
    (button,) = (one for one in message.components[0]["components"] if one["label"] == "Copy")
    state = pressing(button["custom_id"])
    button["custom_id"] = AnswerButtonId(state.action, state.edition, Span(1, 10**9)).custom_id
    (told,) = live.alice.presses(message, "Copy").answer()
    assert "another version of me" in told.content
