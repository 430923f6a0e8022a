"""Letters of the fonts Symbol and Wingdings, which Word stores by their place in the font."""

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
    "[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
_SYMBOL_LAST = "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
_WINGDINGS = {
    0x21: "✏✂✁",
    0x28: "☎✆✉",
    0x4A: "☺😐☹💣☠⚐",
    0x51: "✈☼💧❄",
    0x58: "✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓",
    0x6C: "●❍■□",
    0x76: "❖",
    0x80: "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿",
    0x9E: "·•▪",
    0xA7: "▪◻",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←→↑↓↖↗↙↘",
    0xE8: "➔",
    0xEF: "⇦⇨⇧⇩⬄",
    0xFB: "✗✓☒☑",
}
_PRIVATE = range(0xF000, 0xF100)


def _table(*runs: tuple[int, str]) -> dict[int, str]:
    return {first + at: letter for first, letters in runs for at, letter in enumerate(letters)}


_FONTS = {
    "symbol": _table((0x20, _SYMBOL), (0xA0, _SYMBOL_HIGH), (0xF1, _SYMBOL_LAST)),
    "wingdings": _table(*_WINGDINGS.items()),
}


def letter_of(font: str, place: str) -> str:
    """Return the letter at a place of a font, in hexadecimal; nothing where it is a picture."""
    try:
        number = int(place, 16)
    except ValueError:
        return ""
    table = _FONTS.get(font.strip().lower())
    if table is not None:
        return table.get(number - _PRIVATE.start if number in _PRIVATE else number, "")
    if number in _PRIVATE:  # a letter of a text font, moved there by an old Word
        number -= _PRIVATE.start
    is_letter = number < 0x110000 and not 0xD800 <= number < 0xF900 and chr(number).isprintable()
    return chr(number) if is_letter else ""
