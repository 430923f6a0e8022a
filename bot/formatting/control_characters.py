"""Characters that would control a terminal, taken out of what is printed."""

import unicodedata


def strip_control_characters(line: str) -> str:
    """Return a line with blanks for the characters that would control a terminal."""
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in line)


def strip_each_line(text: str) -> str:
    """Return lines as `strip_control_characters` leaves each of them."""
    return "\n".join(map(strip_control_characters, text.split("\n")))
