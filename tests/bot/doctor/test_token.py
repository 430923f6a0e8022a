"""The token: missing, of another form, refused, taken; and never shown."""

import base64
from pathlib import Path
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doctor.token import check_token, looks_like_token
from tests.standin import StandIn
from tests.support.doctor_environment import found, heard, one, place

TOKEN = "MTIzNDU2.made-up.not_a_token"  # noqa: S105
PART = st.text(f"{ascii_letters}{digits}_-", min_size=1)


@given(st.integers(0, 1 << 64), PART, PART)
def test_three_parts_of_which_the_first_is_a_number_are_a_token(
    number: int, second: str, third: str
) -> None:
    first = base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")
    assert looks_like_token(f"{first}.{second}.{third}")
    assert not looks_like_token(f"{first}.{second}")
    assert not looks_like_token(f"x{first}.{second}.{third}")


@given(st.text())
def test_any_words_are_a_token_or_not(words: str) -> None:
    assert looks_like_token(words) in {True, False}


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize(
    ("settings", "state", "words", "mend"),
    [
        ({}, "bad", "there is no token", "CONCORDANCE_TOKEN_FILE"),
        ({"token": " "}, "bad", "CONCORDANCE_TOKEN holds no token", "put the bot's token"),
        ({"token": TOKEN, "token_file": "token"}, "bad", "both CONCORDANCE_TOKEN", "put the"),
        ({"token_file": "none"}, "bad", "none: cannot be read", "is the path of a file"),
        ({"token_file": TOKEN}, "bad", "is a token, and no path", "put it into that file"),
        ({"token": "s3cret-of-a-client"}, "bad", "not of the form", "from the page Bot"),
        ({"token": TOKEN}, "good", "of the right form", ""),
        ({"token_file": "token"}, "good", "of the right form", ""),
    ],
)
def test_offline_it_is_looked_at(
    settings: dict[str, str], state: str, words: str, mend: str
) -> None:
    Path("token").write_text(f"{TOKEN}\n", "utf-8")
    lines = found(check_token, place(**settings))
    one(lines, state, words, mend)
    assert TOKEN not in str(lines)
    assert "s3cret" not in str(lines)


@pytest.mark.usefixtures("bare")
def test_a_token_that_it_takes(discord: StandIn) -> None:
    one(heard(check_token, discord), "good", "as that of concordance")


@pytest.mark.usefixtures("bare")
def test_a_token_out_of_a_file(discord: StandIn) -> None:
    Path("token").write_text(f"\ufeff{discord.token}\n", "utf-8")
    one(heard(check_token, discord, token=None, token_file="token"), "good", "takes it")  # noqa: S106


@pytest.mark.usefixtures("bare")
def test_a_token_that_it_refuses(discord: StandIn) -> None:
    discord.revoke_token()
    lines = heard(check_token, discord)
    one(lines, "bad", "Discord refuses the token", "reset it, on the page Bot")
    assert discord.token not in str(lines)


@pytest.mark.usefixtures("bare")
def test_what_is_no_token_at_all(discord: StandIn) -> None:
    one(heard(check_token, discord, token="s3cret"), "bad", "not of the form", "client secret")  # noqa: S106


@pytest.mark.usefixtures("bare")
def test_a_network_that_is_gone(discord: StandIn) -> None:
    discord.goes_away()
    one(
        heard(check_token, discord), "bad", "cannot be reached at http://127", "look at the network"
    )


@pytest.mark.usefixtures("bare")
def test_a_discord_that_hangs(discord: StandIn) -> None:
    with discord.faults.hold():
        one(heard(check_token, discord, limit=0.2), "bad", "cannot be reached", "the network")


@pytest.mark.usefixtures("bare")
def test_none_at_all(discord: StandIn) -> None:
    one(heard(check_token, discord, token=None), "bad", "there is no token", "CONCORDANCE_TOKEN")
    assert discord.requests == []
