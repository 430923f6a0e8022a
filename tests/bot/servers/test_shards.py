"""Which shards a process has, as it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ShardsError
from bot.servers.shards import SINGLE_SHARD, Shards, parse_shards

counts = st.integers(1, 12)


def test_a_range_is_read() -> None:
    assert parse_shards("0-7", 32) == Shards(tuple(range(8)), 32)
    assert parse_shards(" 3 ", 4) == Shards((3,), 4)
    assert parse_shards("31-31", 32) == Shards((31,), 32)
    assert parse_shards(None, None) is None
    assert [str(one) for one in (parse_shards("0-7", 32), parse_shards("3", 4), SINGLE_SHARD)] == [
        "0-7 of 32",
        "3 of 4",
        "0 of 1",
    ]


REFUSED = {
    "no number": ("0-7", None, "need one another"),
    "no range": (None, 32, "need one another"),
    "words": ("all", 4, "'all' is no range of shards"),
    "nothing": ("", 4, "'' is no range"),
    "negative": ("-1", 4, "'-1' is no range"),
    "open": ("0-", 4, "'0-' is no range"),
    "a list": ("0,1", 4, "'0,1' is no range"),
    "other digits": ("１", 4, "is no range"),
    "huge": ("9" * 5000, 4, "is no range"),
    "empty": ("7-0", 32, "the range of shards '7-0' is empty"),
    "beyond": ("0-32", 32, "there is no shard 32 of 32: the last is 31"),
    "of none": ("0", 0, "there cannot be 0 shards"),
    "of too many": ("0", 10**9, "there cannot be 1000000000 shards"),
}


@pytest.mark.parametrize(("words", "count", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_range_is_refused(words: str | None, count: int | None, problem: str) -> None:
    with pytest.raises(ShardsError) as caught:
        parse_shards(words, count)
    assert problem in str(caught.value)
    assert "--shards 0-7 --of 32" in str(caught.value)


@given(counts, st.integers(0, 2**64 - 1))
def test_every_server_is_of_one_shard(count: int, server: int) -> None:
    assert sum(Shards((one,), count).include_server(server) for one in range(count)) == 1
    assert Shards.all(count).include_server(server)


@given(st.data(), counts, counts)
def test_shards_overlap_where_one_server_is_of_both(
    data: st.DataObject, first: int, second: int
) -> None:
    one, other = (
        Shards(tuple(data.draw(st.sets(st.integers(0, count - 1), min_size=1))), count)
        for count in (first, second)
    )
    shared = any(
        one.include_server(n << 22) and other.include_server(n << 22) for n in range(first * second)
    )
    assert one.overlap(other) == other.overlap(one) == shared
