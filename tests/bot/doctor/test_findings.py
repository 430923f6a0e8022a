"""A line: what is wrong, and what mends it."""

import pytest

from bot.doctor.findings import bad, describe_error, doubtful, find_worst_state, good, summarize
from bot.errors import BotError, NoTokenError
from bot.storage.errors import AddressError
from embeddings.errors import NoIndexError
from tests.support.doctor_environment import INDEX


@pytest.mark.parametrize(
    ("error", "found", "mend"),
    [
        (NoIndexError(INDEX), "there is no index in data/index", "run `concordance build`"),
        (NoTokenError("there is no token"), "there is no token", "put the bot's token into"),
        (AddressError("is none; at all"), "the database is none; at all", "CONCORDANCE_DATABASE"),
        (BotError("is broken"), "is broken", "is broken"),
        (
            PermissionError(13, "Permission denied", "data"),
            "data: Permission denied",
            "let whoever",
        ),
        (OSError(), "the disk: OSError", "let whoever"),
    ],
)
def test_an_error_is_a_line_with_what_mends_it(
    error: BotError | OSError, found: str, mend: str
) -> None:
    line = describe_error("here", error)
    assert (line.check, line.state, line.text) == ("here", "bad", found)
    assert (line.remedy or "").startswith(mend)


def test_lines_are_counted_and_the_worst_counts() -> None:
    lines = [good("a", "is"), doubtful("b", "may be", "look"), good("c", "is")]
    assert summarize(lines) == "2 good, 1 doubtful, 0 bad"
    assert (find_worst_state([]), find_worst_state(lines[:1]), find_worst_state(lines)) == (
        "good",
        "good",
        "doubtful",
    )
    assert find_worst_state([bad("d", "is not", "mend it"), *lines]) == "bad"
