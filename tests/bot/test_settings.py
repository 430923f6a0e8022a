"""Settings: where the token comes from, what is said where there is none, and that it is kept."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import (
    BotError,
    DatabaseFileError,
    NoTokenError,
    TokenFileError,
    TwoDatabasesError,
)
from bot.settings import Settings

pytestmark = pytest.mark.usefixtures("bare")

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105
REMEDY = (
    "; put the bot's token into CONCORDANCE_TOKEN, "
    "or the path of a file that holds it into CONCORDANCE_TOKEN_FILE"
)
URL = "postgresql://me:hunter2@host/name"
FILE_REMEDY = (
    "; CONCORDANCE_TOKEN_FILE is the path of a file that holds the bot's token and nothing else"
)


def told(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    """Return the settings of a process with these variables."""
    for name, value in variables.items():
        monkeypatch.setenv(f"CONCORDANCE_{name.upper()}", value)
    return Settings()


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, token=TOKEN).secret_token() == TOKEN
    assert told(monkeypatch, token=f" {TOKEN}\n").secret_token() == TOKEN


def test_the_token_comes_from_the_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"CONCORDANCE_TOKEN={TOKEN}\n", "utf-8")
    assert Settings().secret_token() == TOKEN


@pytest.mark.parametrize("written", [TOKEN, f"{TOKEN}\n", f"\r\n \t{TOKEN} \r\n\n"])
def test_the_token_comes_from_a_file_without_the_white_space_around_it(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_bytes(written.encode())
    assert told(monkeypatch, token_file=str(file)).secret_token() == TOKEN


@pytest.mark.parametrize("empty", [{}, {"token": ""}, {"token": "", "token_file": ""}])
def test_no_token_is_said_with_the_remedy(
    empty: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoTokenError) as caught:
        told(monkeypatch, **empty).secret_token()
    assert str(caught.value) == f"there is no token{REMEDY}"


def test_two_tokens_are_one_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text(TOKEN, "utf-8")
    with pytest.raises(NoTokenError) as caught:
        told(monkeypatch, token=TOKEN, token_file=str(file)).secret_token()
    both = "both CONCORDANCE_TOKEN and CONCORDANCE_TOKEN_FILE are set"
    assert str(caught.value) == both + REMEDY


@pytest.mark.parametrize("bad", ["  ", "\t\n", f"{TOKEN} {TOKEN}", f"{TOKEN}\nx", f"“{TOKEN}”"])
def test_a_token_that_no_header_can_carry_is_none(
    bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoTokenError) as caught:
        told(monkeypatch, token=bad).secret_token()
    assert str(caught.value).startswith("CONCORDANCE_TOKEN ")
    assert str(caught.value).endswith(REMEDY)
    kept_secret(caught.value)
    monkeypatch.delenv("CONCORDANCE_TOKEN")
    file = tmp_path / "token"
    file.write_text(bad, "utf-8")
    with pytest.raises(TokenFileError) as refused:
        told(monkeypatch, token_file=str(file)).secret_token()
    assert str(refused.value) == f"{file}: holds no token{FILE_REMEDY}"
    assert (refused.value.path, refused.value.problem) == (file, "holds no token")
    kept_secret(refused.value)


def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = tmp_path / "latin"
    latin.write_bytes(TOKEN.encode() + b"\xe9")
    reasons = {
        tmp_path / "none": "No such file or directory",
        tmp_path: "Is a directory",
        latin: "is not text",
    }
    for file, reason in reasons.items():
        with pytest.raises(TokenFileError) as caught:
            told(monkeypatch, token_file=str(file)).secret_token()
        assert str(caught.value) == f"{file}: cannot be read ({reason}){FILE_REMEDY}"
        kept_secret(caught.value)


def kept_secret(error: BotError) -> None:
    """Hold that the token stands nowhere in what an error tells."""
    assert TOKEN not in f"{error!s} {error!r} {error.args} {vars(error)}"


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = told(monkeypatch, token=TOKEN)
    shown = f"{settings!s} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert TOKEN not in shown
    assert "token" in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_level", "loud"),
        ("discord_gateway", "https://gateway.invalid"),
        ("discord_api", "ftp://api.invalid"),
        ("discord_api", "nowhere"),
        ("discord_api", "https://me:hunter2@api.invalid"),
        ("discord_gateway", "wss://me:hunter2@gateway.invalid"),
        ("database_url", "mysql://me:hunter2@host/name"),
        ("database_url", "sqlite://hunter2"),
        ("database_url", "postgresql+psycopg://me:hunter2@host/name"),
        ("database_url", "hunter2"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_no_secret_told(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValidationError) as caught:
        told(monkeypatch, token=TOKEN, **{name: value})
    assert [one["loc"] for one in caught.value.errors()] == [(name,)]
    assert TOKEN not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_database_is_a_file_unless_told_and_its_password_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Settings().secret_database_url() == "sqlite:///data/concordance.db"
    for url in ("postgresql://me:hunter2@host/name", "postgres://me:hunter2@host/name"):
        settings = told(monkeypatch, database_url=url)
        assert settings.secret_database_url() == url
        assert "hunter2" not in f"{settings!s} {settings!r} {settings.model_dump_json()}"


@pytest.mark.parametrize("around", ["", "\n", " \t\r\n"])
def test_the_database_s_address_comes_from_a_file_and_is_never_shown(
    around: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "url"
    file.write_bytes(f"{around}{URL}{around}".encode())
    settings = told(monkeypatch, database_url_file=str(file))
    assert settings.secret_database_url() == URL
    assert "hunter2" not in f"{settings!s} {settings!r} {settings.model_dump_json()}"


def test_two_addresses_of_a_database_are_one_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "url"
    file.write_text(URL, "utf-8")
    settings = told(monkeypatch, database_url=URL, database_url_file=str(file))
    with pytest.raises(TwoDatabasesError, match="leave one of them out"):
        settings.secret_database_url()


@pytest.mark.parametrize(
    ("held", "problem"),
    [
        (b"", "holds no address: "),
        (b"hunter2", "holds no address: "),
        (b"mysql://me:hunter2@host/name", "holds no address: "),
        (f"{URL}\n{URL}".encode(), "holds no address: "),
        (f"CONCORDANCE_DATABASE_URL={URL}".encode(), "holds no address: "),
        (b"\xe9", "cannot be read (is not text)"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_file_without_a_database_s_address_is_named_with_the_reason(
    held: bytes | None, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "url"
    if held is not None:
        file.write_bytes(held)
    with pytest.raises(DatabaseFileError) as caught:
        told(monkeypatch, database_url_file=str(file)).secret_database_url()
    words = str(caught.value)
    assert words.startswith(f"{file}: {problem}")
    assert words.endswith("that holds the database's address and nothing else")
    assert caught.value.path == file
    assert "hunter2" not in words


def test_addresses_and_the_level_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    api, gateway = "http://localhost:1/api/v10", "ws://localhost:1/gateway"
    settings = told(monkeypatch, discord_api=api, discord_gateway=gateway, log_level="debug")
    assert str(settings.discord_api) == api
    assert str(settings.discord_gateway) == gateway
    assert settings.log_level == "debug"


@pytest.mark.parametrize(
    ("listed", "ids"),
    [
        ("123456789012345678", {123456789012345678}),
        (" 123456789012345678 ,223456789012345678,", {123456789012345678, 223456789012345678}),
        ("", set()),
        (",", set()),
    ],
)
def test_maintainers_are_ids_with_commas_between_them(
    listed: str, ids: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(monkeypatch, maintainers=listed).maintainers == ids


@pytest.mark.parametrize(
    "bad", ["alice", "12", "<@123456789012345678>", "123456789012345678 2", "-1"]
)
def test_a_maintainer_who_is_no_id_is_a_sentence(bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError) as caught:
        told(monkeypatch, maintainers=f"223456789012345678,{bad}")
    (detail,) = caught.value.errors()
    assert detail["loc"] == ("maintainers",)
    assert detail["msg"].startswith(f"{bad!r} is no Discord user's id; give ids with commas")
