"""Words that the ends of lines divide, put together in the paragraphs of a text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from embeddings.readers.dehyphenation import Dehyphenator, ends_within_word, goes_on
from embeddings.readers.parsed_file import Line, RawParagraph, Remark

_MAX_NAMED = 5
_SOFT_HYPHEN = "\u00ad"


class DividedWords:
    """Rejoins the lines of a text; `doubtful` are the words that it has nowhere undivided."""

    def __init__(self, paragraphs: Sequence[RawParagraph]) -> None:
        lines = [line.words.rstrip() for paragraph in paragraphs for line in paragraph.lines]
        self._dehyphenator = Dehyphenator(lines)
        self.paragraphs = paragraphs
        self.doubtful: list[str] = []

    def rejoin(self) -> Iterator[RawParagraph]:
        """Yield the paragraphs without soft hyphens; a divided word stands where it begins."""
        for paragraph in self.paragraphs:
            yield replace(paragraph, lines=tuple(self._rejoin_lines(paragraph.lines)))

    def _rejoin_lines(self, lines: Sequence[Line]) -> Iterator[Line]:
        texts = [line.words.strip() for line in lines]
        for at, line in enumerate(lines):
            text = texts[at]
            word, _, rest = texts[at + 1].partition(" ") if at + 1 < len(lines) else ("", "", "")
            if self._belongs_to(text, word):
                text, texts[at + 1] = self._join(text, word), rest
            yield Line(text.replace(_SOFT_HYPHEN, ""), line.page)

    def _belongs_to(self, text: str, word: str) -> bool:
        """Say whether the first word of a line goes on with the one before it."""
        return goes_on(text, word) or (ends_within_word(text) and word[:1].isalnum())

    def _join(self, text: str, word: str) -> str:
        joined = self._dehyphenator.join(text, word)
        whole = joined[len(text[: text.rfind(" ") + 1]) :].strip("“”‘’\"'«»()[],.;:!?…")
        is_soft = text.endswith(_SOFT_HYPHEN)
        if whole.isalpha() and not is_soft and not self._dehyphenator.is_known(whole):
            self.doubtful.append(whole)
        return joined

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is to be said of the doubtful words: nothing, or one remark."""
        if not self.doubtful:
            return ()
        words = list(dict.fromkeys(self.doubtful))
        ellipsis = ", …" if len(words) > _MAX_NAMED else ""
        advice = (
            "divided at the end of a line, undivided nowhere in the file, and read as one word "
            f"({len(words)}): {', '.join(words[:_MAX_NAMED])}{ellipsis}; if one has a hyphen of "
            "its own, write it on one line"
        )
        return (Remark(words[0], advice),)
