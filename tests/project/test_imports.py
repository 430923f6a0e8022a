"""What is loaded when: looking up loads no model, and asking nothing that building needs."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.support.cli_program import ROOT, Program, environment
from tests.support.corrected_index import correct

BUILDING = "torch sentence_transformers transformers onnx sklearn scipy bm25s".split()
"""What building needs, and neither asking nor the bot."""

READING = "lxml docx markdown_it pypdfium2 pypdfium2_raw".split()
"""What reading another file than a plain text needs, and no question ever does."""

HEAVY = [*BUILDING, *READING]
HEAVY += "tokenizers faiss onnxruntime discord psutil".split()
ELSEWHERE = ["discord", "psutil"]
"""What only the bot or the doctor needs."""

MODELLESS = [
    ["--help"],
    ["build", "--help"],
    ["page", "12"],
    ["page", "12", "--json"],
    ["source", "the lamp is lit before the tide"],
    ["source", "nobody has ever seen a tide as high as that", "--json"],
    ["contents"],
    ["contents", "--json"],
    ["works"],
    ["works", "--json"],
    ["quote"],
    ["quote", "--work", "lamp", "--page", "12", "--json"],
    ["citations"],
    ["citations", "--json"],
    ["editions"],
    ["editions", "--json"],
    ["diff", "--help"],
    ["promote", "--help"],
    ["check"],
    ["ask", "What is on page 12?"],
    ["ask", "hello"],
]


def modules(package: str) -> list[Path]:
    """Return the sources of a package."""
    found = sorted((ROOT / package).rglob("*.py"))
    assert found
    return found


def named(nodes: Iterator[ast.AST]) -> set[str]:
    """Return the packages that import statements among the nodes name."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            found.add((node.module or "").partition(".")[0])
    return found


def at_once(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when a module is imported: all but functions and what only types need."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield node
        yield from at_once(node)


def printed(home: Path, program: str) -> str:
    """Run a program in a process of its own; return what it printed on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=home,
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stderr


def loaded(home: Path, code: str) -> set[str]:
    """Return the packages that a process has loaded after running some code."""
    program = f"import sys\n{code}\nprint(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    return {name.partition(".")[0] for name in printed(home, program).split()}


@pytest.mark.parametrize("path", modules("bot/cli"), ids=lambda path: path.name)
def test_a_command_imports_nothing_heavy_before_it_runs(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert not named(at_once(tree)) & {*HEAVY, "numpy", "charset_normalizer", "puremagic"}


def test_importing_every_command_loads_nothing_heavy(home: Path) -> None:
    names = [f"bot.cli.{path.stem}" for path in modules("bot/cli")]
    found = loaded(home, "\n".join(f"import {name}" for name in names))
    assert "bot" in found
    assert not found.intersection(HEAVY)


def test_importing_everything_of_the_text_loads_nothing_of_the_bot(home: Path) -> None:
    paths = [path.relative_to(ROOT).with_suffix("") for path in modules("embeddings")]
    found = loaded(home, "\n".join(f"import {'.'.join(path.parts)}" for path in paths))
    assert "embeddings" in found
    assert not found & {"bot", "discord"}


def run_each(home: Path, commands: Iterable[list[str]]) -> Iterator[tuple[str, set[str]]]:
    """Run commands in one process; yield each with the packages that are loaded behind it."""
    program = f"""
import json, sys
from bot.__main__ import run
for command in {[*commands]!r}:
    status = run(command)
    print(json.dumps([command, status, sorted(sys.modules)]), file=sys.stderr)
"""
    for line in printed(home, program).splitlines():
        command, status, names = json.loads(line)
        assert status == 0, command
        yield " ".join(command), {name.partition(".")[0] for name in names}


def test_what_needs_no_model_loads_none(home: Path) -> None:
    ran = dict(run_each(home, MODELLESS))
    assert len(ran) == len(MODELLESS)
    for command, packages in ran.items():
        assert not packages.intersection(HEAVY), command


def test_no_reader_but_that_of_plain_text_is_imported_until_a_file_is_read(home: Path) -> None:
    show = "print(*sorted(sys.modules), file=sys.stderr)"
    program = f"import sys\nfrom bot.__main__ import run\nassert run(['ask', 'hello']) == 0\n{show}"
    names = set(printed(home, program).split())
    assert "embeddings.readers.plain_text" in names
    assert not names & {"embeddings.readers.registry", "embeddings.readers.pdf"}


SEARCHED = {
    "answered": "Who kept the lamp lit for the harbour?",
    "words of the text": "the harbour payed for the paint of the door",
    "misspelt": "who kept teh lapm?",
    "another language": "Wer hat die Lampe angezündet?",
}


def test_a_question_is_searched_without_what_building_needs(home: Path) -> None:
    ran = dict(run_each(home, (["ask", question] for question in SEARCHED.values())))
    assert len(ran) == len(SEARCHED)
    assert {"onnxruntime", "tokenizers", "faiss"} <= next(iter(ran.values()))
    for command, packages in ran.items():
        assert not packages.intersection([*BUILDING, *READING, *ELSEWHERE]), command


def test_a_candidate_is_compared_without_a_model_and_goes_live_without_what_building_needs(
    program: Program, home: Path, tiny: Path
) -> None:
    correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    library = home / "data" / "library.toml"
    library.write_text(library.read_text("utf-8") + 'questions = "asked.jsonl"\n', "utf-8")
    asked = '{"question": "Who painted the door green?", "paragraphs": [4]}'
    (home / "data" / "asked.jsonl").write_text(asked, "utf-8")
    begin = "from bot.__main__ import run\n"
    assert not loaded(home, f"{begin}assert run(['diff']) == 0").intersection(HEAVY)
    found = loaded(home, f"{begin}assert run(['promote']) == 0")
    assert "faiss" in found
    assert not found.intersection(BUILDING)


def test_the_doctor_loads_nothing_that_building_needs(home: Path) -> None:
    code = "from bot.__main__ import run\nassert run(['doctor', '--offline', '--limit', '99']) == 2"
    found = loaded(home, code)
    assert {"onnxruntime", "tokenizers", "sqlalchemy"} <= found
    assert not found.intersection([*BUILDING, *READING, "discord"])


def test_a_report_is_written_without_what_building_needs(home: Path) -> None:
    found = loaded(home, "from bot.__main__ import run\nassert run(['report']) == 0")
    assert {"jinja2", "matplotlib"} <= found
    assert not found.intersection([*BUILDING, *READING, "discord"])


BOT = """
from bot.gateway import connection
from bot.__main__ import run
connection.serve = lambda *_: None
assert run(["run"]) == 0
"""


def test_the_bot_is_ready_to_answer_without_what_building_needs(home: Path) -> None:
    (home / ".env").write_text("CONCORDANCE_TOKEN=abc.def.ghi\n", "utf-8")
    found = loaded(home, BOT)
    assert {"discord", "onnxruntime", "tokenizers", "faiss"} <= found
    assert not found.intersection([*BUILDING, *READING, "matplotlib"])
    assert "alembic" in found
    assert "alembic" not in loaded(home, BOT), "the schema is there"
