"""What lies in deploy/: linted by the tools of their kinds, and hard where it says so."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values

from bot.settings import DEFAULT_DATABASE, Settings
from tests.conftest import ROOT
from tests.deploy.compose import read
from tests.deploy.images import stages
from tests.deploy.units import read as directives

DEPLOY = ROOT / "deploy"
COMPOSE = ["compose.yaml", "compose.postgresql.yaml", "compose.shards.yaml"]
EXPOSURE = 15
"""In tenths of what systemd calls exposure, of 100."""
MAINTAINED = "compose.maintainers.yaml"


def linted(*call: object) -> str:
    """Run a program of this environment, which must find nothing, and return what it says."""
    program = Path(sys.executable).parent / str(call[0])
    done = subprocess.run(
        [program, *map(str, call[1:])], capture_output=True, text=True, check=False, cwd=DEPLOY
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_dockerfile_is_without_fault() -> None:
    linted("hadolint", "--failure-threshold", "style", "Dockerfile")


@pytest.mark.parametrize("name", [*COMPOSE, MAINTAINED])
def test_compose_files_are_as_the_specification_says(name: str) -> None:
    linted("check-jsonschema", "--builtin-schema", "vendor.compose-spec", name)


def test_the_last_stage_has_neither_torch_nor_a_compiler_and_runs_as_nobody() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    installed, build, last = stages(text)
    assert (installed.name, build.name, last.name) == ("installed", "build", None)
    assert last.base == installed.base
    assert last.base.startswith("python:3.11.")
    assert "-slim-" in last.base
    assert [flags for name, flags, _ in last.instructions if name == "COPY"] == [
        ["--from=installed"]
    ]
    assert not any(word in " ".join(last.values("RUN")) for word in ("apt", "pip", "gcc"))
    assert "building.txt" not in " ".join(installed.values("RUN"))
    for stage in (build, last):
        assert stage.values("USER") == ["65534:65534"]
        assert stage.values("ENTRYPOINT") == ['["concordance"]']


def test_nothing_comes_into_the_image_but_what_is_named() -> None:
    words = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8")
    _, first, *lines = words.splitlines()
    named = {line.removeprefix("!") for line in lines if line.startswith("!")}
    installed = stages((DEPLOY / "Dockerfile").read_text("utf-8"))[0]
    copied = {word for value in installed.values("COPY") for word in value.split()[:-1]}
    assert first == "*"
    assert named == copied


def services(*names: str) -> dict[str, dict[str, Any]]:
    """Return the services of compose files."""
    found: dict[str, dict[str, Any]] = read(DEPLOY, names, {})["services"]
    return found


@pytest.mark.parametrize("names", [COMPOSE[:1], COMPOSE[:2], COMPOSE, [COMPOSE[0], MAINTAINED]])
def test_containers_are_hard(names: list[str]) -> None:
    for name, service in services(*names).items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service
        assert "ports" not in service


def test_the_bot_cannot_write_its_index_and_has_time_to_leave() -> None:
    for name in ("bot", "bot-2"):
        bot = services(*COMPOSE)[name]
        assert "index:/var/lib/concordance/data/index:ro" in bot["volumes"]
        assert bot["stop_grace_period"] == "15s"
        assert bot["restart"] == "unless-stopped"


def test_the_bot_can_write_its_index_where_maintainers_are_let_in() -> None:
    bot, maintain = (services(COMPOSE[0], MAINTAINED)[name] for name in ("bot", "maintain"))
    assert set(bot["volumes"]) == set(maintain["volumes"]) - {"./backups:/backups"}
    assert (bot["image"], bot["build"]) == (maintain["image"], maintain["build"])
    drop_in = directives(DEPLOY / "concordance.service", DEPLOY / "maintainers.conf")
    assert directives(DEPLOY / "concordance.service")["ReadOnlyPaths"]
    assert not drop_in["ReadOnlyPaths"]


def test_memory_has_a_limit_at_which_what_the_bot_has_started_is_ended_and_not_the_bot() -> None:
    unit = directives(DEPLOY / "concordance.service")
    drop_in = directives(DEPLOY / "concordance.service", DEPLOY / "maintainers.conf")
    assert unit["OOMPolicy"] == ["continue"]
    assert (unit["MemoryMax"], drop_in["MemoryMax"][-1:]) == (["4G"], ["8G"])
    assert services(*COMPOSE)["bot"]["mem_limit"] == "4g"
    for service in services(COMPOSE[0], MAINTAINED).values():
        assert service["mem_limit"] == "8g"


def test_secrets_are_files() -> None:
    for names in (COMPOSE[:1], COMPOSE[:2], COMPOSE):
        tree = read(DEPLOY, names, {})
        for service in tree["services"].values():
            assert set(service["secrets"]) <= set(tree["secrets"])
            for told in service["environment"].values():
                assert "://" not in told
    for name in ("bot", "maintain", "bot-2"):
        told = services(*COMPOSE)[name]["environment"]
        assert told == {
            "CONCORDANCE_TOKEN_FILE": "/run/secrets/token",
            "CONCORDANCE_DATABASE_URL_FILE": "/run/secrets/database-url",
        }


def test_two_processes_have_all_shards_and_none_twice() -> None:
    ranges = [one["command"][2] for one in services(*COMPOSE).values() if "command" in one]
    ends = [[int(end) for end in one.split("-")] for one in ranges]
    assert sorted(shard for first, last in ends for shard in range(first, last + 1)) == [*range(32)]


def test_no_file_names_the_host_of_a_registry_or_holds_a_secret() -> None:
    for file in DEPLOY.iterdir():
        if file.is_file() and file.suffix != ".md":
            words = file.read_text("utf-8")
            assert "://" not in words.replace("sqlite://", ""), file.name


SYSTEMD = shutil.which("systemd-analyze") or ""
needs_systemd = pytest.mark.skipif(not SYSTEMD, reason="systemd-analyze is not installed here")


def unit(tmp_path: Path) -> Path:
    """Return the unit with a program in the place of the one that is not installed here."""
    words = (DEPLOY / "concordance.service").read_text("utf-8")
    file = tmp_path / "concordance.service"
    file.write_text(words.replace("/opt/concordance/current/bin/concordance", "/bin/sh"), "utf-8")
    return file


@needs_systemd
def test_the_unit_is_without_fault(tmp_path: Path) -> None:
    assert linted(SYSTEMD, "verify", "--man=no", unit(tmp_path)) == ""


@needs_systemd
def test_the_unit_is_little_exposed(tmp_path: Path) -> None:
    limit = f"--threshold={EXPOSURE}"
    linted(SYSTEMD, "security", "--offline=true", limit, unit(tmp_path))


@needs_systemd
@pytest.mark.parametrize("name", ["maintainers.conf", "postgresql.conf", "shards.conf"])
def test_what_drops_into_the_unit_is_without_fault(name: str, tmp_path: Path) -> None:
    file = unit(tmp_path).rename(tmp_path / "concordance@.service")
    folder = tmp_path / "concordance@.service.d"
    folder.mkdir()
    words = (DEPLOY / name).read_text("utf-8")
    words = words.replace("/opt/concordance/current/bin/concordance", "/bin/sh")
    (folder / name).write_text(words, "utf-8")
    instance = file.rename(tmp_path / "concordance@0-15.service")
    assert linted(SYSTEMD, "verify", "--man=no", instance) == ""


def test_the_unit_starts_again_and_has_time_to_leave() -> None:
    told = directives(DEPLOY / "concordance.service")
    assert told["Restart"] == ["on-failure"]
    assert told["StartLimitIntervalSec"] == ["0"]
    assert told["TimeoutStopSec"] == ["15"]
    assert told["LoadCredential"] == ["token:/etc/concordance/token"]


def test_the_example_of_settings_names_each_and_no_other() -> None:
    words = (DEPLOY / ".env.example").read_text("utf-8")
    lines = [line.removeprefix("# ") for line in words.splitlines() if "=" in line]
    named = [line.partition("=")[0] for line in lines]
    assert sorted(named) == sorted(f"CONCORDANCE_{name.upper()}" for name in Settings.model_fields)


def test_the_example_of_settings_loads_and_what_it_says_holds_unless_told_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"CONCORDANCE_{field.upper()}", raising=False)
    words = (DEPLOY / ".env.example").read_text("utf-8")
    unset = Settings()
    (tmp_path / ".env").write_text(words, "utf-8")
    told = {name.lower().removeprefix("concordance_") for name in dotenv_values(tmp_path / ".env")}
    assert told == {"http_port", "library"}
    assert Settings().http_port == 8080
    (tmp_path / ".env").write_text(words.replace("# CONCORDANCE_", "CONCORDANCE_"), "utf-8")
    whole = Settings()
    assert whole.secret_database_url() == DEFAULT_DATABASE
    for name in set(Settings.model_fields) - told - {"database_url"}:
        assert getattr(whole, name) == getattr(unset, name), name
