"""A small text, and changes of it that lose something of it or falsify it, and others."""

import re

LIVED = """The Light at Skerry Point

The first keeper wrote: “The lamp is lit before the tide, and it is never left alone until the \
sun is over the reef. I have not slept a whole night since I came” (Marlow, p. 12). He was \
proud of it.

His daughter Ruth said once: “No ship may pass unseen while I am here” (Marsh, pp. 40–42). She \
kept her word for eleven years, though nobody paid her for it and the harbour forgot her name.

Nobody remembers who painted the door green. The harbour paid for the paint in the spring of 1887, \
and the pilots carried it out to the reef in two boats. It was bad paint, and the salt had it off \
within the year. They painted it again, and then they let it be, for the door was hardly ever \
shut.

A visitor asked the crowd: “Who keeps the light when the keeper sleeps?” (p. xii). Nobody answered.

> The answer came late, and it came from her own book: there is no sleep in it.

It is told (Marlow, p. 81) that the lamp went out once, on the night of the great storm. Others \
say that it was put out (Marsh, p. 7).

The lamp burns today by itself. A clock lights it, and a wire tells the town that it is lit."""

MOVED = " A clock lights it, and a wire tells the town that it is lit."
CUT = LIVED.index(" The harbour paid"), LIVED.index("\n\nA visitor")

Change = tuple[str, str]


def changed(*changes: Change) -> str:
    """Return the text with words in the place of others, which it must have."""
    text = LIVED
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


PARAGRAPHS = LIVED.split("\n\n")

HARMFUL: dict[str, str] = {
    "a paragraph is cut to its first sentence": LIVED[: CUT[0]] + LIVED[CUT[1] :],
    "a paragraph loses a sentence": changed(
        (" It was bad paint, and the salt had it off within the year.", "")
    ),
    "a paragraph loses its end": changed((", and a wire tells the town that it is lit", "")),
    "a paragraph is another for a third": changed(
        ("A clock lights it, and a wire tells", "There is no more to say here; I thank")
    ),
    "a paragraph is gone": "\n\n".join(PARAGRAPHS[:-1]),
    "a quotation loses a sentence": changed((" I have not slept a whole night since I came", "")),
    "a quotation loses a word": changed(("it is never left", "it is left")),
    "a quotation loses a word for dots": changed(("a whole night", "… night")),
    "a quotation has another word": changed(("before the tide", "behind the tide")),
    "a quotation has its opposite": changed(("may pass unseen", "may pass seen")),
    "a quotation has a word more": changed(("while I am here", "while I am not here")),
    "a quotation has its words in another order": changed(
        ("when the keeper sleeps", "when sleeps the keeper")
    ),
    "a quotation ends sooner": changed(("while I am here”", "”while I am here")),
    "a quotation goes on": changed(
        ("sleeps?” (p. xii). Nobody answered.", "sleeps? Nobody answered” (p. xii).")
    ),
    "a quotation is somebody else's": changed(("Ruth said once:", "Ann said once:")),
    "a quotation is none": changed(("“No ship", "No ship"), ("here”", "here")),
    "a block quote loses words": changed(("late, and it came from her own book", "late")),
    "a page is another": changed(("p. 12", "p. 21")),
    "a page of the author's is another": changed(("p. 81", "p. 18")),
    "pages are fewer": changed(("pp. 40–42", "p. 40")),
    "two pages have changed places": changed(
        ("p. 12", "p. 0"), ("p. xii", "p. 12"), ("p. 0", "p. xii")
    ),
    "a page is gone": changed((" (p. xii)", "")),
    "a page stands with another quotation": changed(
        (" (Marlow, p. 12)", ""), ("am here” (", "am here” (Marlow, p. 12; ")
    ),
    "a work is another": changed(("Marlow, p. 12", "Marsh, p. 12")),
    "characters are lost": changed(("daughter Ruth", "daugh\ufffder Ruth")),
    "letters are in another encoding": changed(("Nobody remembers", "Nobody â€x remembers")),
    "words are divided": changed(("the harbour forgot", "the har- bour forgot")),
    "its paragraphs are run together": " ".join(PARAGRAPHS),
    "each paragraph loses a little": changed(
        (" He was proud of it.", ""), (" and the harbour forgot her name", ""),
        (" within the year", ""), (" on the night of", " in"), (" by itself", ""),
        (" for eleven years", ""),
    ),
}  # fmt: skip
"""Changes of which each has to be meant, and for a reason."""

HARMLESS: dict[str, str] = {
    "nothing": LIVED,
    "a spelling": changed(("harbour paid", "harbor paid")),
    "a misprint": changed(("remembers", "remembres")),
    "a lead-in in other words": changed(("His daughter Ruth said once:", "Once Ruth said:")),
    "a misprint in a quotation": changed(("is lit before", "is lit befroe")),
    "a capital in a quotation": changed(("“No ship", "“no ship")),
    "marks within a quotation": changed(("the tide, and", "the tide – and")),
    "quotation marks of another form": changed(("“", '"'), ("”", '"')),
    "a word that is parted": changed(("hardly ever", "hardlyever")),
    "a word of the author's": changed(("hardly ever shut", "seldom shut")),
    "a sentence more": changed(("two boats.", "two boats. It was a calm day.")),
    "a paragraph more": changed(("\n\nA visitor", "\n\nThere is more to tell.\n\nA visitor")),
    "a quotation more": changed(
        ("Nobody answered.", "Nobody answered. He wrote: “I shall do it all alone” (p. 13).")
    ),
    "a page more": changed(("The lamp burns today", "The lamp burns (p. 99) today")),
    "a paragraph that is divided": changed((" It was bad paint", "\n\nIt was bad paint")),
    "two paragraphs that are one": changed(("shut.\n\nA visitor", "shut. A visitor")),
    "a paragraph that stands elsewhere": "\n\n".join(
        [*PARAGRAPHS[:2], PARAGRAPHS[3], PARAGRAPHS[2], *PARAGRAPHS[4:]]
    ),
    "a sentence that stands elsewhere": changed(
        (MOVED, ""), ("Nobody answered.", f"Nobody answered.{MOVED}")
    ),
    "a quotation that its author interrupts": changed(
        ("the reef. I have", "the reef,” he says, “I have")
    ),
    "an editor's words in a quotation": changed(
        ("The lamp is lit", "The lamp [of the reef] is lit")
    ),
    "a note": changed(("kept her word", "kept her word[1]")),
    "a reference in another form": changed(("(Marsh, p. 7)", "(see Marsh, page 7)")),
    "a heading": changed(("\n\nA visitor", "\n\nThe Visitor\n\nA visitor")),
    "lines that are wrapped": re.sub(r"(?<=\w) (?=\w+ \w+ \w+ \w+\b)", "\n", LIVED, count=40),
}  # fmt: skip
"""Changes of which nobody has to be asked."""
