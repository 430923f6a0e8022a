"""What is held of what was set."""

from hypothesis import given
from hypothesis import strategies as st

from bot.state.lru import LRUDict


@given(st.lists(st.integers(0, 9)), st.integers(1, 5))
def test_what_was_set_last_is_held_in_the_order_in_which_it_was_set(
    keys: list[int], most: int
) -> None:
    held: LRUDict[int, int] = LRUDict(most)
    for at, key in enumerate(keys):
        held[key] = at
        assert len(held) <= most
    last = list(dict.fromkeys(reversed(keys)))[:most]
    assert list(held) == last[::-1]
    assert all(keys[at] == key for key, at in held.items())
