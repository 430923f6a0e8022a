"""A Dockerfile: its stages, and how each is built in a folder."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dockerfile_parse import DockerfileParser
from dotenv.variables import parse_variables

from tests.deploy.machine import Command, at

_FLAG = re.compile(r"^(--[\w-]+(?:=\S+)?)\s+")


@dataclass(slots=True)
class Stage:
    """What a stage begins from, its name, and its instructions in their order."""

    base: str
    name: str | None
    instructions: list[tuple[str, list[str], str]] = field(default_factory=list)

    def values(self, name: str) -> list[str]:
        """Return what stands behind an instruction, each time that it is given."""
        return [value for one, _, value in self.instructions if one == name]


def stages(text: str) -> list[Stage]:
    """Return the stages of a Dockerfile: each instruction with its flags and its value."""
    found: list[Stage] = []
    given: dict[str, str] = {}
    for one in DockerfileParser(fileobj=io.StringIO(text)).structure:
        name, value = one["instruction"], one["value"]
        if name == "ARG":
            argument, _, default = value.partition("=")
            given[argument] = default
        elif name == "FROM":
            base, _, called = resolved(value, given).partition(" AS ")
            found.append(Stage(base, called or None))
        elif name != "COMMENT":
            flags = []
            while flag := _FLAG.match(value):
                flags.append(flag[1])
                value = value[flag.end() :]
            found[-1].instructions.append((name, flags, value))
    return found


@dataclass(slots=True)
class Image:
    """A folder with what an image holds, and what it is run with."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "root"
    entrypoint: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def moved(self, root: Path) -> "Image":
        """Return a copy of it, whose programs know that they stand there."""
        copied(self.root, root, self.root, root)
        told = {name: value.replace(str(self.root), str(root)) for name, value in self.told()}
        return Image(root, told, self.folder, self.user)

    def told(self) -> list[tuple[str, str]]:
        """Return the environment."""
        return list(self.environment.items())

    def command(self, *arguments: str, root: Path | None = None, **more: str) -> Command:
        """Return a command that is run in it, or in a container of it at another root."""
        folder = Path(f"{root or self.root}{self.folder}")
        return Command(arguments, {**self.environment, **more}, folder)


def copied(old: Path, new: Path, root: Path, moved_to: Path) -> None:
    """Copy a folder; an environment of Python knows then that it stands elsewhere."""
    shutil.copytree(old, new, symlinks=True, dirs_exist_ok=True)
    for file in [*new.glob("**/bin/*"), *new.glob("**/pyvenv.cfg")]:
        if file.is_file() and not file.is_symlink():
            data = file.read_bytes()
            file.write_bytes(data.replace(str(root).encode(), str(moved_to).encode()))


class Builder:
    """Builds the stages of a Dockerfile below a folder, each once.

    `base` is the environment of the image that they begin from; a folder `packages` may hold, by a
    stage's name, the packages that pip finds in it.
    """

    def __init__(
        self, dockerfile: Path, context: Path, folder: Path, base: Mapping[str, str]
    ) -> None:
        self.context, self.folder, self.base = context, folder, dict(base)
        self.stages = stages(dockerfile.read_text("utf-8"))
        self.built: dict[str | None, Image] = {}

    def image(self, target: str | None) -> Image:
        """Return the image of a stage, the last one unless told."""
        named = {one.name: one for one in self.stages}
        stage = named[target] if target else self.stages[-1]
        if stage.name not in self.built:
            root = self.folder / (stage.name or "last")
            root.mkdir(parents=True)
            self.built[stage.name] = self._made(stage, root)
        return self.built[stage.name]

    def _made(self, stage: Stage, root: Path) -> Image:
        known = {one.name for one in self.stages}
        if stage.base in known:
            image = self.image(stage.base).moved(root)
        else:
            image = Image(root, dict(self.base))
        self._seed(stage, root)
        for name, flags, value in stage.instructions:
            self._carry_out(image, name, flags, value)
        return image

    def _seed(self, stage: Stage, root: Path) -> None:
        """Let pip find packages as if it had fetched them."""
        packages = self.folder.parent.parent / "packages" / (stage.name or "last")
        if packages.exists():
            seed(root / "opt/concordance", packages)

    def _carry_out(self, image: Image, name: str, flags: list[str], value: str) -> None:
        match name:
            case "WORKDIR":
                image.folder = value
                Path(at(image.root, value)).mkdir(parents=True, exist_ok=True)
            case "ENV":
                image.environment |= self._told(image, value)
            case "COPY":
                self._copy(image, flags, value)
            case "RUN":
                command = image.command("bash", "-euo", "pipefail", "-c", at(image.root, value))
                subprocess.run(
                    command.arguments, cwd=command.folder, env=command.environment, check=True
                )
            case "USER":
                image.user = value
            case "ENTRYPOINT":
                image.entrypoint = json.loads(value)
            case "CMD":
                image.arguments = json.loads(value)
            case "HEALTHCHECK":
                image.health = json.loads(value.partition("CMD ")[2])
            case "STOPSIGNAL":
                assert value == "SIGTERM"
            case _:
                raise SystemExit(f"not played here: {name}")

    @staticmethod
    def _told(image: Image, value: str) -> dict[str, str]:
        pairs = (one.partition("=") for one in shlex.split(at(image.root, value)))
        return {name: resolved(words, image.environment) for name, _, words in pairs}

    def _copy(self, image: Image, flags: list[str], value: str) -> None:
        *sources, target = value.split()
        stage = next((one.partition("=")[2] for one in flags if one.startswith("--from=")), None)
        root = self.image(stage).root if stage else self.context
        into = Path(f"{image.root}{image.folder}", at(image.root, target))
        for found in (root / source.lstrip("/") for source in sources):
            if found.is_file():
                shutil.copy(found, into / found.name)
            else:
                copied(found, into, root, image.root)


def resolved(words: str, told: Mapping[str, str]) -> str:
    """Return words with variables of an environment in their places."""
    return "".join(one.resolve(told) for one in parse_variables(words))


def seed(environment: Path, packages: Path) -> None:
    """Let an environment of Python find packages that lie in a folder."""
    site = environment / "lib" / Path(os.__file__).parent.name / "site-packages"
    site.mkdir(parents=True, exist_ok=True)
    (site / "packages.pth").write_text(f"{packages}\n", "utf-8")
