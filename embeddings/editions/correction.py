"""A corrected text: another edition of what is live, though no entry of the manifest fits it."""

from dataclasses import replace

from embeddings.concordance.concordance import Text
from embeddings.editions.edition import Edition
from embeddings.editions.errors import SeveralDocumentsError
from embeddings.editions.library import Library
from embeddings.manifest.manifest import Manifest


def corrected_edition(library: Library, document: str | None) -> Edition | None:
    """Return the live edition of a document, or else of the first: a correction is built like it.

    None where nothing usable is live.
    """
    live = library.live_documents()
    editions = live.get(document or "") or next(iter(live.values()), None)
    return editions.open_usable() if editions is not None else None


def as_correction(text: Text, library: Library, live: Edition, manifest: Manifest | None) -> Text:
    """Return a text that no entry describes as another edition of the one text that is live.

    Whether it is one the gate says, before it goes live. Raises SeveralDocumentsError where the
    index has several texts to choose from.
    """
    if text.entry_sha256 is not None:
        return text
    if len(documents := library.live_documents()) > 1:
        raise SeveralDocumentsError(tuple(documents))
    document = live.concordance.document
    entered = live.info.origin == f"document {document.key}"
    if entered and manifest is not None and document.key in manifest.documents:
        return Text.read(text.path, manifest, document.key)
    return replace(text, document=replace(text.document, key=document.key, title=document.title))
