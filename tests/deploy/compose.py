"""Compose files: how they are read and merged, and `docker compose` as it would run them."""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from dotenv import dotenv_values
from sqlalchemy import make_url

from tests.deploy.images import Builder, Image, resolved
from tests.deploy.machine import Command, Machine, at, called

Tree = dict[str, Any]
_REPLACED = ("command", "entrypoint", "test")


def read(folder: Path, names: Sequence[str], told: Mapping[str, str]) -> Tree:
    """Return what compose files say together, with variables in their places."""
    whole: Tree = {}
    for name in names:
        tree = yaml.safe_load((folder / name).read_text("utf-8"))
        whole = _merged(whole, _resolved(tree, told))
    for service in whole["services"].values():
        if extended := service.pop("extends", None):
            base = read(folder, [extended["file"]], told)["services"][extended["service"]]
            service.update(_merged(base, service))
    return whole


def _merged(one: Any, other: Any, name: str = "") -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        both = {key: _merged(one[key], other[key], key) for key in one.keys() & other.keys()}
        return {**one, **other, **both}
    if isinstance(one, list) and isinstance(other, list) and name == "volumes":
        return [*{mount.split(":")[1]: mount for mount in (*one, *other)}.values()]
    if isinstance(one, list) and isinstance(other, list) and name not in _REPLACED:
        return [*one, *other]
    return one if other is None else other


def _resolved(tree: Any, told: Mapping[str, str]) -> Any:
    if isinstance(tree, dict):
        return {key: _resolved(value, told) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_resolved(one, told) for one in tree]
    return resolved(tree, told) if isinstance(tree, str) else tree


class Project:
    """The services of a folder with compose files, on a machine."""

    def __init__(self, machine: Machine, folder: Path, told: Mapping[str, str]) -> None:
        self.machine, self.folder = machine, folder
        names = told.get("COMPOSE_FILE", "compose.yaml").split(":")
        self.tree = read(folder, names, told)
        self.services: dict[str, Tree] = self.tree["services"]

    def build(self, profiles: Sequence[str]) -> None:
        """Build the images of the services, but for those of another profile."""
        builders: dict[str, Builder] = {}
        for service in self.services.values():
            if "build" not in service or not set(service.get("profiles", profiles)) <= {*profiles}:
                continue
            told, tag = service["build"], service["image"].partition(":")[2]
            file = (self.folder / told["context"] / told["dockerfile"]).resolve()
            base = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
            base |= {name: one for name, one in os.environ.items() if name.startswith("PIP_")}
            where = self.machine.root / "images" / tag
            builder = builders.setdefault(
                tag, Builder(file, (self.folder / told["context"]).resolve(), where, base)
            )
            self._keep(service["image"], builder.image(told.get("target")))

    def _keep(self, name: str, image: Image) -> None:
        kept = {one: getattr(image, one) for one in Image.__slots__} | {"root": str(image.root)}
        file = self.machine.root / "images" / f"{name.replace(':', '@')}.json"
        file.write_text(json.dumps(kept), "utf-8")

    def _image(self, service: Tree) -> Image:
        file = self.machine.root / "images" / f"{service['image'].replace(':', '@')}.json"
        kept = json.loads(file.read_text("utf-8"))
        return Image(**kept | {"root": Path(kept["root"])})

    def command(self, name: str, *arguments: str, called: bool = False) -> Command:
        """Return what a service runs; or a command of its image, called by its own name."""
        service = self.services[name]
        image, root = self._image(service), self._container(name, service)
        words = arguments or tuple(service.get("command", image.arguments))
        whole = words if called else (*service.get("entrypoint", image.entrypoint), *words)
        told = {key: at(root, value) for key, value in service.get("environment", {}).items()}
        for file in service.get("env_file", ()):
            given = dotenv_values(self.folder / file, interpolate=False)
            told = {**{key: value or "" for key, value in given.items()}, **told}
        if name == "bot-2":  # a container's ports are its own, and a folder's are not
            told["CONCORDANCE_HTTP_PORT"] = (self.machine.root / "second-port").read_text("utf-8")
        return image.command(*(at(root, one) for one in whole), root=root, **told)

    def _container(self, name: str, service: Tree) -> Path:
        """Lay out a container: what is mounted into it lies where it is looked for."""
        root = self.machine.root / "containers" / name
        (root / "var/lib/concordance").mkdir(parents=True, exist_ok=True)
        mounts = [one.split(":")[:2] for one in service.get("volumes", ())]
        for source, target in sorted(mounts, key=lambda one: len(one[1])):
            named = self.machine.root / "volumes" / source
            found = (self.folder / source) if source.startswith(".") else named
            found.mkdir(parents=True, exist_ok=True)
            _linked(root / target.lstrip("/"), found)
        for one in service.get("secrets", ()):
            file = self.folder / self.tree["secrets"][one]["file"]
            self._hand(file, root / "run/secrets" / one)
        return root

    def _hand(self, file: Path, place: Path) -> None:
        """Hand a secret over whole; the host `database` in it is the one that the machine has."""
        words, known = file.read_text("utf-8"), self.machine.root / "database"
        if "@database/" in words:
            words = known.read_text("utf-8")
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f"{place.name}.new")
        beside.write_text(words, "utf-8")
        beside.replace(place)  # a bot that starts meanwhile reads no half of it

    def up(self, names: Sequence[str], *, anew: bool, wait: bool) -> None:
        """Start what does not run, or runs otherwise than it is told to."""
        ours = [one for one in names or self.services if "build" in self.services[one]]
        for name in [one for one in ours if names or "profiles" not in self.services[one]]:
            command = self.command(name)
            mark = repr((self._image(self.services[name]).root, command))
            seen = self.machine.root / f"{name}.mark"
            runs = name in self.machine.running()
            if runs and not anew and seen.read_text("utf-8") == mark:
                continue
            if runs:
                self.stop(name)
            seen.write_text(mark, "utf-8")
            self.machine.start(name, command)
            if wait:
                self._healthy(name)

    def _healthy(self, name: str) -> None:
        service = self.services[name]
        told = service.get("healthcheck", {}).get("test")  # its first word is CMD
        health = told[1:] if told else self._image(service).health
        end = time.monotonic() + 120
        while self.command(name, *health, called=True).run() != 0:
            if time.monotonic() > end:
                raise SystemExit(f"{name} is unhealthy")

    def stop(self, name: str) -> None:
        """End a service."""
        if not self.machine.stop(name):
            raise SystemExit(f"{name} does not end")


def _linked(place: Path, found: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.is_symlink():
        place.symlink_to(found)


def in_database(machine: Machine, words: Sequence[str]) -> Command:
    """Return what is run beside PostgreSQL; its user and its database have other names here."""
    url = make_url((machine.root / "database").read_text("utf-8"))
    names = {
        "--username=concordance": f"--username={url.username}",
        "--dbname=concordance": f"--dbname={url.database}",
        "concordance": str(url.database),
    }
    told = {"PATH": os.environ["PATH"], "PGHOST": str(url.query["host"])}
    return Command(tuple(names.get(word, word) for word in words), told, machine.root)


def docker(arguments: Sequence[str]) -> None:
    """Do what `docker` is told, on the machine in MACHINE and in the current folder."""
    first, *rest = arguments
    profiles = []
    while rest and rest[0] == "--profile":
        profiles.append(rest[1])
        rest = rest[2:]
    assert first == "compose", first
    project = Project(Machine(Path(os.environ["MACHINE"])), Path.cwd(), os.environ)
    verb, *rest = rest
    if verb in ("run", "exec"):
        while rest[0] in ("--rm", "-T"):
            rest = rest[1:]
        name, *words = rest
        if name == "database":
            raise SystemExit(in_database(project.machine, words).run())
        raise SystemExit(project.command(name, *words, called=verb == "exec").run())
    options, names = called(rest, "--detach", "--wait", "--force-recreate")
    match verb:
        case "build":
            project.build(profiles)
        case "up":
            project.up(names, anew="--force-recreate" in options, wait="--wait" in options)
        case "stop":
            for name in names:
                project.stop(name)
        case _:
            raise SystemExit(f"not played here: {verb}")
