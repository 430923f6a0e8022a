"""The words that the bot says of its own, gathered from its sources and its commands.

`python -m tests.support.translation_catalogue` brings the catalogues up to date: what is new
in them is to be translated, what is said no more is dropped.
"""

import ast
import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.cogs import FEATURES
from bot.gateway.client import Bot
from bot.i18n.translations import LOCALES
from tests.conftest import ROOT

SAYING = ("say", "later", "TranslatableMessage", "form")
HEADER = (
    "# The bot's own words; kept up to date by `python -m tests.support.translation_catalogue`."
)
_CHARSET = "Content-Type: text/plain; charset=utf-8"
COMMAND = "command"
"""The context of names that Discord shows of commands and their options."""


@dataclass(frozen=True, order=True)
class Words:
    """Words of the code; with those for many, where their number decides; and their context."""

    one: str
    many: str | None = None
    context: str | None = None

    @property
    def key(self) -> str | tuple[str, str]:
        """How a catalogue knows them."""
        return self.one if self.many is None else (self.one, self.many)


def said() -> set[Words]:
    """Return all that is said: in the sources, and of the commands."""
    paths = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "embeddings").rglob("*.py")]
    found = {words for path in paths for words in _in_source(ast.parse(path.read_text("utf-8")))}
    return found | set(_of_commands(asyncio.run(_commands())))


def _in_source(tree: ast.AST) -> Iterator[Words]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        texts = [_text(one) for one in node.args[:2]]
        if name == "counted" and texts[0] is not None:
            yield Words(texts[0], texts[-1])
        elif name in SAYING and texts[0] is not None:
            yield Words(texts[0])


def _text(node: ast.AST) -> str | None:
    known = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if known else None  # type: ignore[attr-defined]


async def _commands() -> list[dict[str, Any]]:
    """Return the commands as they are registered."""
    bot = Bot(FEATURES, answer_queue=Any)  # type: ignore[arg-type]  # no command is given
    await bot.setup_hook()
    return [one.to_dict(bot.tree) for one in bot.tree.get_commands()]


def _of_commands(commands: list[dict[str, Any]]) -> Iterator[Words]:
    for one in commands:
        yield Words(one["name"], context=COMMAND)
        if description := one.get("description"):
            yield Words(getattr(description, "form", description))
        yield from _of_commands(one.get("options") or [])


def catalogue(path: Path) -> Catalog:
    """Return the catalogue of a language."""
    with path.open("rb") as file:
        return read_po(file, path.stem)


def updated(path: Path) -> Catalog:
    """Return the catalogue of a language with all that is said and nothing else."""
    old = catalogue(path) if path.exists() else Catalog(path.stem)
    new = Catalog(path.stem)
    for words in sorted(said(), key=lambda one: (one.context or "", one.one)):
        known = old.get(words.key, words.context)
        new.add(words.key, known.string if known else None, context=words.context)
    return new


def _plain(made: Catalog) -> bytes:
    """Return a catalogue as it is kept: of its headers those that tell of the language alone."""
    written = BytesIO()
    write_po(written, made, omit_header=True, width=100)
    headers = f"Language: {made.locale}", f"Plural-Forms: {made.plural_forms}"
    lines = [HEADER, 'msgid ""', 'msgstr ""', *(f'"{one}\\n"' for one in (*headers, _CHARSET))]
    return ("\n".join(lines) + "\n\n").encode() + written.getvalue()


if __name__ == "__main__":
    for path in LOCALES.glob("*.po"):
        made = updated(path)
        with path.open("wb") as file:
            file.write(_plain(made))
        missing = [message.id for message in made if message.id and not message.string]
        print(f"{path.name}: {len(made)} entries, {len(missing)} to be translated")  # noqa: T201
