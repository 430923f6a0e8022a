"""The parts of a Word file: found as its relationships name them, whichever standard it keeps."""

import zipfile
from pathlib import Path

import pytest

from tests.support.word_files import NAMESPACE, words_of

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
BODY = (
    '<w:document xmlns:w="{}"><w:body><w:p><w:r><w:t>It froze.</w:t><w:footnoteReference w:id="2"/>'
    "</w:r></w:p></w:body></w:document>"
)
NOTES = (
    '<w:footnotes xmlns:w="{}"><w:footnote w:id="2"><w:p><w:r><w:t>Okafor, p. 45.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)


def relationships(**targets: str) -> str:
    """Return a part that names others."""
    each = '<Relationship Id="{}" Type="{}" Target="{}"/>'
    inner = "".join(each.format(kind, KIND.format(kind), name) for kind, name in targets.items())
    return f"<Relationships>{inner}</Relationships>"


@pytest.mark.parametrize("namespace", [NAMESPACE, STRICT])
@pytest.mark.parametrize(
    ("body", "notes", "others"),
    [
        ("word/document.xml", "word/footnotes.xml", {}),
        ("word/document2.xml", "word/footnotes.xml", {}),
        (
            "word/document2.xml",
            "word/footnotes7.xml",
            {
                "_rels/.rels": relationships(officeDocument="/word/document2.xml"),
                "word/_rels/document2.xml.rels": relationships(footnotes="footnotes7.xml"),
            },
        ),
        (
            "word/document.xml",
            "notes/a.xml",
            {
                "_rels/.rels": relationships(officeDocument="word/lost.xml"),
                "word/_rels/document.xml.rels": relationships(footnotes="../notes/a.xml"),
            },
        ),
    ],
)
def test_text_and_notes_are_found(
    tmp_path: Path, namespace: str, body: str, notes: str, others: dict[str, str]
) -> None:
    path = tmp_path / "essay.docx"
    with zipfile.ZipFile(path, "w") as archive:
        parts = {body: BODY.format(namespace), notes: NOTES.format(namespace), **others}
        for name, text in parts.items():
            archive.writestr(name, text)
    assert words_of(path) == ["It froze.[1]", "[1] Okafor, p. 45."]


def test_parts_that_the_text_does_not_stand_in_may_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "essay.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", BODY.format(NAMESPACE))
        archive.writestr("word/media/image1.png", b"no picture")
        archive.writestr("word/theme/theme1.xml", "<broken")
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert words_of(path) == ["It froze.[1]"]
