"""What was asked before is known for ten minutes, where and by whom it was asked."""

from hypothesis import given
from hypothesis import strategies as st

from bot.state import conversations
from bot.state.conversations import MAX_AGE, ConversationKey, Conversations, EarlierQuestion
from embeddings.types import Span

HERE: ConversationKey = (1, 2, 3)
EDITION = "e" * 64


class Clock:
    """A clock that the test moves on."""

    now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_question_is_forgotten_after_ten_minutes() -> None:
    clock = Clock()
    kept = Conversations(clock)
    kept.add(HERE, EarlierQuestion("Who?", EDITION, Span(1, 2)))
    clock.now += MAX_AGE - 1
    last = kept.last(HERE, private=False)
    assert last is not None
    assert (last.question, last.edition, last.span) == ("Who?", EDITION, Span(1, 2))
    clock.now += 1
    assert kept.last(HERE, private=False) is None
    assert kept._asked == {}


places = st.tuples(st.none() | st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))


@given(st.lists(st.tuples(places, st.sampled_from("abcdefgh")), max_size=30), places)
def test_nothing_crosses_members_channels_or_servers(
    asked: list[tuple[ConversationKey, str]], place: ConversationKey
) -> None:
    kept = Conversations(Clock())
    for where, question in asked:
        kept.add(where, EarlierQuestion(question, EDITION, None))
    mine = [question for where, question in asked if where == place]
    last = kept.last(place, private=False)
    assert (last.question if last else None) == (mine[-1] if mine else None)
    found = [one.question for one in kept.questions(place)]
    assert len(found) == len(set(found)) == min(5, len(set(mine)))
    assert set(found) <= set(mine)


def test_the_oldest_conversations_are_forgotten_first() -> None:
    kept = Conversations(Clock())
    for member in range(conversations.MAX_CONVERSATIONS + 1):
        kept.add((1, 1, member), EarlierQuestion("Who?", EDITION, None))
    assert kept.last((1, 1, 0), private=False) is None
    assert kept.last((1, 1, 1), private=False) is not None
    assert len(kept._asked) == conversations.MAX_CONVERSATIONS


def test_what_was_asked_privately_is_known_only_to_who_is_answered_privately() -> None:
    kept = Conversations(Clock())
    kept.add(HERE, EarlierQuestion("Who?", EDITION, None))
    kept.add(HERE, EarlierQuestion("Where, in private?", EDITION, None, private=True))
    assert kept.last(HERE, private=False) is None
    private = kept.last(HERE, private=True)
    assert private is not None
    assert private.question == "Where, in private?"


def test_what_is_too_old_is_forgotten_when_anything_is_asked_anywhere() -> None:
    clock = Clock()
    kept = Conversations(clock)
    kept.add(HERE, EarlierQuestion("Who?", EDITION, None))
    clock.now += MAX_AGE
    kept.add((1, 2, 4), EarlierQuestion("Where?", EDITION, None))
    assert list(kept._asked) == [(1, 2, 4)]


def test_what_a_member_asked_is_forgotten_wherever_it_was() -> None:
    recent = Conversations()
    for channel in (1, 2):
        for member in (3, 4):
            recent.add((9, channel, member), EarlierQuestion("Who lit it?", "e", None))
    recent.add((9, 1, 3), EarlierQuestion("Who paid?", "e", None))
    assert recent.count(3) == 3
    assert recent.forget(3) == 3
    assert recent.count(3) == recent.forget(3) == 0
    assert recent.count(4) == 2


def test_who_looks_at_what_was_asked_keeps_it_no_longer() -> None:
    clock = Clock()
    kept = Conversations(clock)
    kept.add(HERE, EarlierQuestion("Who?", EDITION, None))
    clock.now += 1
    kept.add((1, 2, 4), EarlierQuestion("Where?", EDITION, None))
    assert kept.questions(HERE)
    clock.now += MAX_AGE - 1
    kept.add((1, 2, 5), EarlierQuestion("Why?", EDITION, None))
    assert list(kept._asked) == [(1, 2, 4), (1, 2, 5)]
