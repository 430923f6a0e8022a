"""What Discord demands of a message, whether sent, edited or answered with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.standin.contract import length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.world import JSON

CONTENT, EMBEDS, EMBEDDED = 2000, 10, 6000
TITLE, DESCRIPTION, FIELDS, NAME, VALUE, FOOTER, AUTHOR = 256, 4096, 25, 256, 1024, 2048, 256
FILES, LAID_OUT, LAID_OUT_TEXT = 10, 40, 4000
ROWS, BUTTONS, LABEL, CUSTOM_ID, OPTIONS = 5, 5, 80, 100, 25
OPTION_TEXT, PLACEHOLDER, MODAL_TITLE, INPUT_LABEL, INPUT_VALUE = 100, 150, 45, 45, 4000
EPHEMERAL, SUPPRESS_EMBEDS, COMPONENTS_V2 = 1 << 6, 1 << 2, 1 << 15
KNOWN_FLAGS = EPHEMERAL | SUPPRESS_EMBEDS | COMPONENTS_V2
ROW, BUTTON, TEXT_INPUT, LABELLED = 1, 2, 4, 18
SELECTS = {3, 5, 6, 7, 8}
LINK = 5


def too_long(place: str, text: Any, most: int) -> Iterator[str]:
    """Say by how much a text is too long."""
    if isinstance(text, str) and length(text) > most:
        yield f"{place}: {length(text)} characters, of which {most} are allowed"


def too_many(place: str, things: Any, most: int) -> Iterator[str]:
    """Say that there are too many of something."""
    if isinstance(things, list) and len(things) > most:
        yield f"{place}: {len(things)}, of which {most} are allowed"


def message(body: JSON) -> Iterator[str]:
    """Say what is wrong with a message."""
    yield from too_long("content", body.get("content"), CONTENT)
    flags = body.get("flags") or 0
    if flags & ~KNOWN_FLAGS:
        yield f"flags: {flags} are not for a bot to set"
    if body.get("tts"):
        yield "tts: a bot that reads aloud is not asked for"
    yield from _embeds(body.get("embeds") or [])
    if flags & COMPONENTS_V2:
        yield from _layout(body)
    else:
        yield from _rows(body.get("components") or [])
    yield from pinged(body)


def pinged(body: JSON) -> Iterator[str]:
    """Say whether what is sent might ping somebody."""
    allowed = body.get("allowed_mentions")
    laid_out = (body.get("flags") or 0) & COMPONENTS_V2
    if allowed is None and not (body.get("content") or body.get("embeds") or laid_out):
        return
    if not isinstance(allowed, dict) or allowed.get("parse") != []:
        yield 'allowed_mentions: must be given, with "parse": []'
    elif any(allowed.get(one) for one in ("users", "roles", "replied_user")):
        yield "allowed_mentions: nobody may be pinged"


def empty(body: JSON, files: tuple[str, ...]) -> bool:
    """Tell whether a new message has nothing to see."""
    parts = "embeds components sticker_ids poll".split()
    return not ((body.get("content") or "").strip() or any(map(body.get, parts)) or files)


def _embeds(embeds: list[JSON]) -> Iterator[str]:
    yield from too_many("embeds", embeds, EMBEDS)
    total = 0
    for number, embed in enumerate(embeds):
        place = f"embeds.{number}"
        yield from _embed(place, embed)
        total += sum(length(text) for text in _texts(embed))
    if total > EMBEDDED:
        yield f"embeds: {total} characters in all, of which {EMBEDDED} are allowed"


def _embed(place: str, embed: JSON) -> Iterator[str]:
    fields = embed.get("fields") or []
    yield from too_long(f"{place}.title", embed.get("title"), TITLE)
    yield from too_long(f"{place}.description", embed.get("description"), DESCRIPTION)
    yield from too_long(f"{place}.footer", (embed.get("footer") or {}).get("text"), FOOTER)
    yield from too_long(f"{place}.author", (embed.get("author") or {}).get("name"), AUTHOR)
    yield from too_many(f"{place}.fields", fields, FIELDS)
    for number, field in enumerate(fields):
        for part, most in (("name", NAME), ("value", VALUE)):
            yield from too_long(f"{place}.fields.{number}.{part}", field.get(part), most)
            if not (field.get(part) or "").strip():
                yield f"{place}.fields.{number}.{part}: must not be empty"
    yield from address(f"{place}.url", embed.get("url"))
    yield from address(f"{place}.author.url", (embed.get("author") or {}).get("url"))
    pictures = any(embed.get(one) for one in ("image", "thumbnail", "video"))
    if not pictures and not any(text.strip() for text in _texts(embed)):
        yield f"{place}: an embed must not be empty"


def address(place: str, url: Any) -> Iterator[str]:
    """Say that an address is none."""
    if isinstance(url, str) and not re.fullmatch(r"https?://[^\s/]+\S*", url):
        yield f"{place}: {url!r} is no address of the web"


def _texts(embed: JSON) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""
    for field in embed.get("fields") or []:
        yield field.get("name") or ""
        yield field.get("value") or ""


def _rows(rows: list[JSON]) -> Iterator[str]:
    yield from too_many("components", rows, ROWS)
    seen: set[str] = set()
    for number, row in enumerate(rows):
        place = f"components.{number}"
        inner = row.get("components") or []
        if row.get("type") != ROW:
            yield f"{place}: only rows stand at the top of a message"
            continue
        selects = [one for one in inner if one.get("type") in SELECTS]
        if not inner or (selects and len(inner) > 1):
            yield f"{place}: a row holds buttons, or one select alone"
        yield from too_many(place, inner, BUTTONS)
        for within, one in enumerate(inner):
            yield from _component(f"{place}.{within}", one)
            yield from _unique(f"{place}.{within}", one, seen)


def _layout(body: JSON) -> Iterator[str]:
    """Say what is wrong with a message that is made of components alone."""
    if body.get("content") or body.get("embeds"):
        yield "components: a message laid out by them has neither content nor embeds"
    parts = [*within(body.get("components") or [])]
    yield from too_many("components", parts, LAID_OUT)
    total = sum(length(one.get("content") or "") for one in parts)
    if total > LAID_OUT_TEXT:
        yield f"components: {total} characters in all, of which {LAID_OUT_TEXT} are allowed"
    seen: set[str] = set()
    for number, one in enumerate(parts):
        if one.get("type") == BUTTON or one.get("type") in SELECTS:
            yield from _component(f"components.{number}", one)
            yield from _unique(f"components.{number}", one, seen)


def within(components: list[JSON]) -> Iterator[JSON]:
    """Yield components and those inside them, at whatever depth."""
    for one in components:
        yield one
        yield from within(one.get("components") or [])
        yield from within([one["accessory"]] if one.get("accessory") else [])


def _unique(place: str, component: JSON, seen: set[str]) -> Iterator[str]:
    name = component.get("custom_id")
    if name is not None and name in seen:
        yield f"{place}.custom_id: {name!r} stands twice"
    seen.add(str(name))


def _component(place: str, component: JSON) -> Iterator[str]:
    link = component.get("type") == BUTTON and component.get("style") == LINK
    name = component.get("custom_id")
    if link != (name is None):
        yield f"{place}.custom_id: every component but a link needs one"
    if link != ("url" in component):
        yield f"{place}.url: a link needs one, nothing else may have one"
    if name == "":
        yield f"{place}.custom_id: must not be empty"
    yield from address(f"{place}.url", component.get("url"))
    yield from too_long(f"{place}.custom_id", name, CUSTOM_ID)
    if component.get("type") == BUTTON:
        yield from too_long(f"{place}.label", component.get("label"), LABEL)
        if not (component.get("label") or component.get("emoji")):
            yield f"{place}: a button needs a label or an emoji"
    else:
        yield from _select(place, component)


def _select(place: str, component: JSON) -> Iterator[str]:
    options = component.get("options")
    yield from too_long(f"{place}.placeholder", component.get("placeholder"), PLACEHOLDER)
    yield from too_many(f"{place}.options", options, OPTIONS)
    if component.get("type") == 3 and not options:
        yield f"{place}.options: must not be empty"
    values = [one.get("value") for one in options or []]
    if len(set(values)) < len(values):
        yield f"{place}.options: a value stands twice"
    for number, option in enumerate(options or []):
        for part in ("label", "value", "description"):
            yield from too_long(f"{place}.options.{number}.{part}", option.get(part), OPTION_TEXT)


def modal(body: JSON) -> Iterator[str]:
    """Say what is wrong with a form."""
    yield from too_long("title", body.get("title"), MODAL_TITLE)
    yield from too_long("custom_id", body.get("custom_id"), CUSTOM_ID)
    rows = body.get("components") or []
    if not 1 <= len(rows) <= ROWS:
        yield f"components: a form has 1 to {ROWS} rows, not {len(rows)}"
    seen: set[str] = set()
    for number, one in enumerate(asked(body)):
        yield from too_long(f"components.{number}.label", one.get("label"), INPUT_LABEL)
        yield from too_long(f"components.{number}.value", one.get("value"), INPUT_VALUE)
        yield from too_long(f"components.{number}.custom_id", one.get("custom_id"), CUSTOM_ID)
        yield from _unique(f"components.{number}", one, seen)
        if one.get("type") in SELECTS:
            yield from _select(f"components.{number}", one)


def asked(form: JSON) -> Iterator[JSON]:
    """Yield what a form asks for, from its rows or under its labels."""
    for row in form.get("components") or []:
        if row.get("type") == LABELLED:
            yield {"label": row.get("label"), **row.get("component", {})}
        elif row.get("type") == ROW:
            yield from row.get("components") or []


def choices(body: JSON) -> Iterator[str]:
    """Say what is wrong with the answer to half a word."""
    offered = body.get("choices") or []
    yield from too_many("choices", offered, OPTIONS)
    for number, choice in enumerate(offered):
        yield from choice_limits(f"choices.{number}", choice)


def choice_limits(place: str, choice: JSON) -> Iterator[str]:
    """Say what is wrong with one thing to choose."""
    if not choice.get("name"):
        yield f"{place}.name: must not be empty"
    yield from too_long(f"{place}.name", choice.get("name"), OPTION_TEXT)
    yield from too_long(f"{place}.value", choice.get("value"), OPTION_TEXT)
