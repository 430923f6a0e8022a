"""What the bot can ask for over HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standin.world import JSON, World


class ViolationError(Exception):
    """A request breaks a rule that only shows when it is carried out."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Call:
    """One request, ready to be carried out."""

    world: World
    parts: dict[str, str]
    body: Any
    query: dict[str, str]
    files: tuple[JSON, ...] = ()

    def number(self, name: str) -> int:
        """Return an id from the path, or one that nothing has."""
        return int(self.parts[name]) if self.parts[name].isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    body: Any = None
    status: int = 200


NOTHING = Answer(status=204)


@dataclass(frozen=True)
class Route:
    """One kind of request; an open one needs no token of the bot's."""

    method: str
    template: str
    handle: Callable[[Call], Answer]
    open: bool = False
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template)
        object.__setattr__(self, "pattern", re.compile(pattern))

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """Return the parts of a path that fits, else None."""
        found = self.pattern.fullmatch(path) if method == self.method else None
        return None if found is None else found.groupdict()
