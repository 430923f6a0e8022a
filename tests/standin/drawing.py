"""A conversation drawn as Discord would show it, as one page that needs nothing from outside."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from tests.standin import markdown

Message = Mapping[str, Any]
"""A message as Discord's API writes it."""

TEMPLATES = Path(__file__).with_name("templates")
EPHEMERAL, LOADING = 1 << 6, 1 << 7
AVATARS = ("#4752c4", "#7a5230", "#1f7a46", "#a1476f", "#8a3b3b", "#3a6d8c", "#6a4fb3", "#5c6322")
BUTTONS = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "secondary", 6: "primary"}
MENTION = re.compile(r"<@!?(\d+)>")
NO_COLOUR = 0x4E5058


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages of one channel, from the oldest to the newest, and when they are said to be from."""

    server: str
    channel: str
    messages: Sequence[Message]
    title: str
    time: str = "Today at 12:00"


def page(conversation: Conversation) -> str:
    """Draw a conversation; the same conversation always makes the same page."""
    return ENVIRONMENT.get_template("page.html").render(
        conversation=conversation, groups=groups(conversation.messages)
    )


def groups(messages: Sequence[Message]) -> list[list[Message]]:
    """Put together what one author says without anything between."""
    result = [list(messages[:1])] if messages else []
    for above, message in pairwise(messages):
        if _goes_on(above, message):
            result[-1].append(message)
        else:
            result.append([message])
    return result


def _goes_on(above: Message, message: Message) -> bool:
    """Whether a message needs no name of its own: it is of the one above, and answers nobody."""
    answers = message.get("referenced_message") or message.get("interaction_metadata")
    same_author = author_name(above) == author_name(message)
    return same_author and is_ephemeral(above) == is_ephemeral(message) and not answers


def author_name(message: Message) -> str:
    """Return the name that a message stands under."""
    return display_name(message["author"])


def display_name(user: Mapping[str, Any]) -> str:
    """Return the name that a server shows for a user."""
    return str(user.get("global_name") or user["username"])


def initials(name: str) -> str:
    """Return the one or two letters of an avatar without a picture."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def hue(name: str) -> str:
    """Return the colour of an avatar: always the same for one name."""
    return AVATARS[hashlib.sha256(name.encode()).digest()[0] % len(AVATARS)]


def bar(embed: Mapping[str, Any]) -> str:
    """Return the colour of an embed's left edge."""
    colour = embed.get("color")
    return f"#{NO_COLOUR if colour is None else int(colour):06x}"


def summary(message: Message) -> str:
    """Return the one line by which a reply recalls what it answers."""
    return " ".join(content(message).striptags().split())


def is_ephemeral(message: Message) -> bool:
    """Whether only the one who asked sees a message."""
    return bool(int(message.get("flags") or 0) & EPHEMERAL)


def is_loading(message: Message) -> bool:
    """Whether an answer is still awaited."""
    return bool(int(message.get("flags") or 0) & LOADING)


def size(octets: int) -> str:
    """Return a file's size as Discord writes it."""
    value, unit = float(octets), "bytes"
    for larger in ("KB", "MB"):
        if value >= 1024:
            value, unit = value / 1024, larger
    return f"{value:.0f} {unit}" if unit == "bytes" else f"{value:.2f} {unit}"


def content(message: Message) -> Markup:
    """Return a message's text as HTML, with the names of those whom it mentions."""
    known = {str(user["id"]): display_name(user) for user in message.get("mentions", ())}
    drawn = markdown.html(message.get("content") or "")
    for mentioned in MENTION.findall(message.get("content") or ""):
        name = escape(known.get(mentioned, "user"))
        drawn = drawn.replace(">@user<", f">@\N{ZERO WIDTH SPACE}{name}<", 1)
    return Markup(drawn)  # noqa: S704 (html() escapes every letter of the text)


def body(text: str) -> Markup:
    """Return an embed's text as HTML."""
    return Markup(markdown.html(text, embed=True))  # noqa: S704 (as above)


def title(text: str) -> Markup:
    """Return an embed's title as HTML, in which no block can stand."""
    return Markup(markdown.html(text, embed=True, blocks=False))  # noqa: S704 (as above)


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = (author_name, display_name, initials, hue, bar, summary, is_ephemeral, is_loading)
    made.filters.update({filter_.__name__: filter_ for filter_ in (*shown, size)})
    made.filters.update(content=content, body=body, inline=title)
    made.globals.update(BUTTONS=BUTTONS)
    return made


ENVIRONMENT = _environment()
