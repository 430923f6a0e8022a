"""Several documents in one index: each has editions of its own, and leaves the others alone."""

import pytest

from embeddings.concordance.concordance import Text
from embeddings.editions.build import BuildResult, build_edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import (
    BusyIndexError,
    NoDocumentError,
    OtherDocumentError,
    SameDocumentError,
    SeveralDocumentsError,
)
from embeddings.editions.library import Library
from embeddings.editions.promotion import roll_back
from embeddings.editions.promotion_gate import DEFAULT_TERMS
from embeddings.errors import DamagedIndexError, NoIndexError
from embeddings.files import atomic
from tests.support.build_tools import means
from tests.support.index_folders import Shelf

ICE = "It froze all night. “The ice will hold,” said the pilot (p. 12)."
LAMP = "The lamp was lit before the tide. “Who keeps it?” asked the boy (p. 44)."
TIDE = "The tide came in at dawn, as it always had."


@pytest.fixture
def library(shelf: Shelf) -> Library:
    """Return the index of the shelf, with no document in it."""
    return Library(shelf.directory / "index")


def put(
    library: Library, shelf: Shelf, text: Text, *, add: bool = False, live: bool = True
) -> BuildResult:
    """Build a text where it belongs."""
    terms = DEFAULT_TERMS if live else None
    return build_edition(
        text, library.choose_editions(text, add=add), means(shelf.encoder), terms=terms
    )


def two(library: Library, shelf: Shelf) -> None:
    """Put two documents into an index."""
    put(library, shelf, shelf.text(ICE, name="ice"))
    put(library, shelf, shelf.text(LAMP, name="lamp"), add=True)


def texts(library: Library) -> list[str]:
    """Return the texts that answer."""
    return [one.concordance.document.text for one in library.open()]


def test_an_index_without_a_document_has_room_for_the_first(library: Library, shelf: Shelf) -> None:
    assert library.documents() == {}
    assert library.read_stamp() == ()
    with pytest.raises(NoIndexError):
        library.open()
    assert put(library, shelf, shelf.text(ICE, name="ice")).path.parent == library.directory
    assert list(library.live_documents()) == ["ice"]


def test_a_document_that_is_added_answers_beside_the_first(library: Library, shelf: Shelf) -> None:
    two(library, shelf)
    assert texts(library) == [ICE, LAMP]
    assert [one.info.document for one in library.open("lamp")] == ["lamp"]
    assert {one.models for one in library.all_editions()} == {library.models}


def test_a_corrected_text_is_a_new_edition_of_its_own_document(
    library: Library, shelf: Shelf
) -> None:
    two(library, shelf)
    first = library.get_editions("ice").live_name()
    put(library, shelf, shelf.text(LAMP, TIDE, name="lamp"))
    assert texts(library) == [ICE, f"{LAMP}\n\n{TIDE}"]
    assert library.get_editions("ice").live_name() == first
    roll_back(library.get_editions("lamp"))
    assert texts(library) == [ICE, LAMP]


def test_another_text_is_refused_until_it_is_said_to_be_added(
    library: Library, shelf: Shelf
) -> None:
    two(library, shelf)
    before = shelf.state()
    with pytest.raises(OtherDocumentError, match="--add"):
        library.choose_editions(shelf.text(TIDE, name="tide"))
    with pytest.raises(SeveralDocumentsError, match="remove KEY"):
        library.choose_editions(shelf.text(TIDE, name="tide"), replace=True)
    assert shelf.state() == before


@pytest.mark.parametrize(("words", "name"), [(TIDE, "lamp"), (LAMP, "other")])
def test_no_document_is_added_twice(library: Library, shelf: Shelf, words: str, name: str) -> None:
    two(library, shelf)
    text = shelf.text(words, name=name)
    described = Text(text.path, text.document, text.known_works, entry_sha256="1" * 64)
    with pytest.raises(SameDocumentError, match="nothing was added"):
        library.choose_editions(described, add=True)


def test_the_words_of_a_document_under_another_name_are_an_edition_of_it(
    library: Library, shelf: Shelf
) -> None:
    two(library, shelf)
    place = library.choose_editions(shelf.text(LAMP, name="renamed"))
    assert place.directory == library.get_editions("lamp").directory


def test_of_several_documents_one_has_to_be_named(library: Library, shelf: Shelf) -> None:
    two(library, shelf)
    with pytest.raises(SeveralDocumentsError, match="ice, lamp"):
        library.get_editions()
    with pytest.raises(NoDocumentError, match="it has ice, lamp"):
        library.get_editions("tide")


def test_what_was_never_live_does_not_answer(library: Library, shelf: Shelf) -> None:
    put(library, shelf, shelf.text(ICE, name="ice"))
    put(library, shelf, shelf.text(LAMP, name="lamp"), add=True, live=False)
    assert texts(library) == [ICE]
    assert list(library.documents()) == ["ice", "lamp"]
    with pytest.raises(NoDocumentError):
        library.open("lamp")
    assert put(library, shelf, shelf.text(LAMP, name="lamp"), add=True).live
    assert texts(library) == [ICE, LAMP]


@pytest.mark.parametrize("key", ["ice", "lamp"])
def test_a_document_that_is_removed_leaves_the_other(
    library: Library, shelf: Shelf, key: str
) -> None:
    two(library, shelf)
    gone = library.get_editions(key)
    names = [path.name for path in gone.directory.glob("[!.]*/manifest.json")]
    library.remove(key)
    (left,) = library.open()
    assert left.info.document == ({"ice", "lamp"} - {key}).pop()
    assert gone.live_name() is None
    assert not any((gone.directory / name).exists() for name in names)
    with pytest.raises(NoDocumentError):
        library.remove(key)


def test_a_removed_document_may_come_again_and_no_name_with_it(
    library: Library, shelf: Shelf
) -> None:
    two(library, shelf)
    before = library.get_editions("lamp").live_name()
    library.remove("lamp")
    put(library, shelf, shelf.text(LAMP, name="lamp"), add=True)
    assert library.get_editions("lamp").live_name() != before
    assert texts(library) == [ICE, LAMP]


def test_a_removal_that_is_killed_has_removed_it_or_not(
    library: Library, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    two(library, shelf)

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(atomic, "rename", kill)
        with pytest.raises(KeyboardInterrupt):
            library.remove("lamp")
    assert texts(library) == [ICE]
    library.remove("lamp")
    assert list(library.documents()) == ["ice"]


def test_the_mark_changes_with_each_document(library: Library, shelf: Shelf) -> None:
    put(library, shelf, shelf.text(ICE, name="ice"))
    marks = [library.read_stamp()]
    put(library, shelf, shelf.text(LAMP, name="lamp"), add=True)
    marks.append(library.read_stamp())
    put(library, shelf, shelf.text(LAMP, TIDE, name="lamp"))
    marks.append(library.read_stamp())
    library.remove("ice")
    marks.append(library.read_stamp())
    assert len(set(marks)) == 4
    assert library.read_stamp() == marks[-1]


def test_a_damaged_document_is_named_and_not_left_out_unsaid(
    library: Library, shelf: Shelf
) -> None:
    two(library, shelf)
    live = library.get_editions("lamp").find_live_folder()
    assert live is not None
    (live / "manifest.json").write_bytes(b"damaged")
    with pytest.raises(DamagedIndexError, match=r"manifest\.json"):
        library.open()


def test_one_change_at_a_time_whichever_document_it_is_of(library: Library, shelf: Shelf) -> None:
    two(library, shelf)
    with library.get_editions("ice").locked(), pytest.raises(BusyIndexError):
        library.remove("lamp")


def test_folders_are_told_apart_whatever_documents_are_called(
    library: Library, shelf: Shelf
) -> None:
    put(library, shelf, shelf.text(ICE, name="ice"))
    names = ["../ice", "Ice", "ICE!", "лёд", "a" * 300]
    places = []
    for name in names:
        text = shelf.text(LAMP, name="lamp")
        document = type(text.document).of(name, "Lamp", [LAMP])
        places.append(
            library.choose_editions(Text(text.path, document, text.known_works), add=True).directory
        )
    assert len(set(places)) == len(names)
    assert {one.parent for one in places} == {library.directory / "documents"}


def test_an_index_of_one_document_is_as_it_ever_was(library: Library, shelf: Shelf) -> None:
    put(library, shelf, shelf.text(ICE, name="ice"))
    assert library.get_editions().directory == library.directory
    assert library.get_editions("ice").open().info.document == "ice"
    assert Editions(library.directory).open().info.document == "ice"
