"""A small text of our own, with two works in it, that several tests ask."""

import re

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.retrieval.vocabulary import Vocabulary
from embeddings.types import Document, Name, Work

LAMPS = Work("lamps", "The Lamp Keepers", (Name("Okafor", "Ines"),))
ICE = Work("ice", "A Winter on the Ice", (Name("Lindqvist", "Nils"),))
YEAR = Work("year", "1848", (Name("Voss", "Clara"),))
DIARY = Work("diary", "Letters", (Name("Voss", "Clara"),))

TEXT = """The keepers of the lamp wrote little.

One of them, asked for his trade, said: “I carry light up stairs” (12, 19, 44).

Okafor calls it “the loneliest of the public offices” (p. 45), and she had seen a few. \
Lindqvist tells of a ship “held in the ice from autumn to spring” (Lindqvist, pp. 45–47).

The barricades of 1848 were another matter:

“…pianos, wardrobes, a bishop’s carriage (Voss, 1848, p. 98)…”

The lamp went out in the storm of that winter (Lindqvist, p. xii).

Nobody wrote down who lit it again."""


def words_of(concordance: Concordance) -> Vocabulary:
    """Return the words of a text, as an index keeps them."""
    text = concordance.document.text
    return Vocabulary(re.findall(r"\w+", text.casefold()), text)


def small() -> Concordance:
    """Return its concordance."""
    lore = KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS)
    return Concordance.of(Document.of("small", "Lamps", blocks(TEXT)), lore)
