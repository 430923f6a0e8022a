"""The errors of this package: one root, each with its data and the remedy in its sentence."""

from pathlib import Path

from embeddings.notice import Notice

LEAST = 0.9999
"""The least cosine to sentence-transformers' own vectors with which an export is used."""

SHOWN = 80
"""Characters that a sentence repeats of what it was given."""


def shortened(words: str, most: int = SHOWN) -> str:
    """Return words of somebody else's, cut where they would fill a sentence of ours."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


class EmbeddingsError(Exception):
    """The root of every error that this package raises on purpose."""


class SpanError(EmbeddingsError):
    """Two offsets that do not lie in the text."""

    def __init__(self, start: int, end: int, length: int) -> None:
        super().__init__(
            f"the span {start}–{end} does not lie in a text of {length} characters; "
            "the index and the text differ: run `concordance build`"
        )
        self.start, self.end, self.length = start, end, length


class ParagraphsError(EmbeddingsError):
    """Paragraphs that do not make up their document's text."""

    def __init__(self, document: str) -> None:
        super().__init__(
            f"the paragraphs of {document!r} do not make up its text; run `concordance build`"
        )
        self.document = document


class SourceError(EmbeddingsError):
    """A file that cannot be read as a text."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path, self.problem, self.remedy = path, problem, remedy


class NotInstalledError(EmbeddingsError):
    """A library that is not part of an installation that only asks."""

    def __init__(self, work: str, library: str, extra: str = "build") -> None:
        super().__init__(
            f"{work} needs {library}, which is not installed here; "
            f"run `pip install 'concordance[{extra}]'`"
        )
        self.work, self.library = work, library


class ManifestError(EmbeddingsError):
    """A mistake in the manifest, with the line and the key it stands at."""

    def __init__(self, path: Path, line: int | None, key: str | None, problem: str) -> None:
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {key + ': ' if key else ''}{problem}")
        self.path, self.line, self.key, self.problem = path, line, key, problem


class ModelError(EmbeddingsError):
    """A model that is not there, or is not the one that is asked for."""

    def __init__(self, model: str, problem: str, remedy: str) -> None:
        super().__init__(f"the model {model}: {problem}; {remedy}")
        self.model, self.problem, self.remedy = model, problem, remedy


class ExportError(EmbeddingsError):
    """An exported graph that does not give what the model itself gives."""

    def __init__(self, model: str, cosine: float) -> None:
        super().__init__(
            f"the model {model}: its exported graph gives other vectors than the model itself "
            f"(cosine {cosine:.6f}, at least {LEAST} is needed); "
            "run `concordance build` again, or choose another model with CONCORDANCE_MODEL"
        )
        self.model, self.cosine = model, cosine


class NoIndexError(EmbeddingsError):
    """There is no index where one is looked for."""

    def __init__(self, directory: Path) -> None:
        super().__init__(f"there is no index in {directory}; run `concordance build`")
        self.directory = directory


class DamagedIndexError(EmbeddingsError):
    """A part of the index on disk is missing or is not what was written."""

    def __init__(self, part: Path, problem: str) -> None:
        super().__init__(f"the index is damaged: {part} {problem}; run `concordance build`")
        self.part, self.problem = part, problem


class StaleIndexError(EmbeddingsError):
    """The index on disk was built from something else than what is asked for."""

    def __init__(self, field: str, built: object, wanted: object) -> None:
        super().__init__(
            f"the index was built with {field} {built!r}, but {wanted!r} is asked for; "
            "run `concordance build`"
        )
        self.field, self.built, self.wanted = field, built, wanted


class OtherDocumentError(EmbeddingsError):
    """The index holds another document than the one to be built."""

    def __init__(self, live: str, asked: str) -> None:
        super().__init__(
            f"the index is of another text ({live}) than this one ({asked}); "
            "add it with --add, put it in that one's place with --replace, or build it elsewhere "
            "with --index DIR"
        )
        self.live, self.asked = live, asked


class BusyIndexError(EmbeddingsError):
    """Another process is changing the same directory."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"another build, promote or rollback is writing to {directory}; "
            "wait for it, or choose another --index DIR"
        )
        self.directory = directory


class UnknownEditionError(EmbeddingsError):
    """A name that means no edition of the index, or several."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"{shortened(name)!r} is not one edition of the index; "
            f"it has {', '.join(known) or 'none'}: see `concordance editions`"
        )
        self.name, self.known = name, known


class NoCandidateError(EmbeddingsError):
    """No edition waits to go live."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"there is no candidate in {directory}; make one with `concordance build --candidate`, "
            "or name an edition of `concordance editions`"
        )
        self.directory = directory


class LiveAlreadyError(EmbeddingsError):
    """What is to go live is live."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is live already; see `concordance editions` for the others")
        self.name = name


class NothingEarlierError(EmbeddingsError):
    """There is no edition to go back to, or it never was live."""

    def __init__(self, directory: Path, name: str | None = None) -> None:
        what = f"{name} was never live" if name else "no other edition was live before this one"
        super().__init__(
            f"{what} in {directory}; see `concordance editions`, "
            "and make one live with `concordance promote EDITION`"
        )
        self.directory, self.name = directory, name


class NotPromotedError(EmbeddingsError):
    """An edition that is worse than the live one, and why."""

    def __init__(self, name: str, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"{name} does not go live. {' '.join(reasons)} See `concordance diff {name}`; "
            f"if it is meant so, `concordance promote {name} --force --reason TEXT`."
        )
        self.name, self.reasons = name, reasons


class UnprovedQuotationError(EmbeddingsError):
    """Words that were to be shown are not the words of the text."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(
            f"the words for {start}–{end} are not those of the text and were not shown; "
            "run `concordance build`"
        )
        self.start, self.end = start, end


class UnprovedDifferenceError(EmbeddingsError):
    """A difference that does not make up the words that it is said to be of."""

    def __init__(self, text: str, words: str) -> None:
        super().__init__(
            f"the difference of {words[:80]!r} to {text[:80]!r} does not make up both "
            "and was not shown; run `concordance build`"
        )
        self.text, self.words = text, words


class AskedError(EmbeddingsError):
    """What is asked for is nothing that can be looked up; the sentence is for whoever asks."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice)
        self.notice = notice


class NothingToCheckError(AskedError):
    """There is no word in what is to be checked."""

    def __init__(self) -> None:
        super().__init__(
            Notice("there is no word to look for; give words as the text may have them")
        )


class TooLongError(AskedError):
    """More is to be checked than can be at once."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            Notice(
                "{length} characters are too many to check at once; give at most {most}",
                length=length,
                most=most,
            )
        )
        self.length, self.most = length, most


class NoPageError(AskedError):
    """What was given as a page is none."""

    def __init__(self, printed: str) -> None:
        super().__init__(
            Notice(
                "{printed!r} is no page; give a number such as 45, xii, 280-281",
                printed=shortened(printed),
            )
        )
        self.printed = printed


class NoParagraphError(AskedError):
    """The text has no such paragraph."""

    def __init__(self, printed: str, last: int) -> None:
        super().__init__(
            Notice(
                "{printed!r} is no paragraph of the text; give a number from 1 to {last}",
                printed=shortened(printed),
                last=last,
            )
        )
        self.printed, self.last = printed, last


class UnknownWorkError(AskedError):
    """A work was asked for that the text does not cite, or a name that several go by."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        cites = "; ".join(known) or Notice("none")
        super().__init__(
            Notice(
                "{name!r} is not one work that the text cites; it cites {cites}",
                name=shortened(name),
                cites=cites,
            )
        )
        self.name, self.known = name, known
