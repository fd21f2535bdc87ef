"""The rules of the house that no tool checks by itself."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("clerk_app", "ui", "hall_server", "tests", "tools")
REGISTRIES = re.compile(r"clerk_app/(notices/kinds|devices/\w+)/__init__\.py")
PERSONAL = re.compile(
    "applicant|agent|id_number|id_masked|phone|person|password|passphrase|body|party"
)
LEVELS = {"debug", "info", "warning", "warn", "error", "exception", "critical", "log"}


def sources(*packages: str) -> Iterator[Path]:
    for package in packages or PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in done.stdout.split("\n") if name]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_longer_than_600_lines() -> None:
    long = {name_of(p): n for p in sources() if (n := p.read_bytes().count(b"\n")) > 600}
    assert not long


def test_no_function_is_longer_than_60_lines() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in sources("clerk_app", "ui", "hall_server", "tools")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > 60
    ]
    assert not long


def test_init_files_are_empty_but_for_the_registries() -> None:
    full = [
        name_of(p)
        for p in sources()
        if p.name == "__init__.py" and p.stat().st_size and not REGISTRIES.match(name_of(p))
    ]
    assert not full


def test_every_package_is_a_package() -> None:
    bare = {name_of(p.parent) for p in sources() if not (p.parent / "__init__.py").exists()}
    assert not bare


def personal_words_in_log_calls(tree: ast.AST) -> list[int]:
    """Lines of log calls, in whatever form, that mention a field of a person."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        is_log = called.split(".")[-1] in LEVELS and "log" in called.lower()
        if not is_log and called.split(".")[-1] not in {"log_error"}:
            continue
        given = [*node.args, *(word.value for word in node.keywords)]
        if any(PERSONAL.search(ast.unparse(arg)) for arg in given if not _is_text(arg)):
            found.append(node.lineno)
    return found


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


def test_no_log_call_names_a_field_of_a_person() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in sources("clerk_app", "ui", "hall_server")
        for line in personal_words_in_log_calls(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found


def test_the_log_rule_sees_what_it_should() -> None:
    for line in (
        "log.info('x %s', case.applicant)",
        "self.log.warning('x %s', applicant_name)",
        "log.log(20, 'x %s', phone)",
        "logging.getLogger('x').info('x %s', phone)",
        "log.info('x', extra={'a': case.phone})",
        "log_error('x %s', body)",
    ):
        assert personal_words_in_log_calls(ast.parse(line)) == [1], line
    assert not personal_words_in_log_calls(ast.parse("log.info('x %s', case.number)"))


def rich_text_risks(tree: ast.AST) -> list[str]:
    """Widgets that guess whether a text is markup, made outside the plain-text factory."""
    names = {"QLabel", "QMessageBox", "QErrorMessage", "QTextBrowser", "QWhatsThis"}
    return [
        f"{node.lineno} {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and names & set(ast.unparse(node.func).split("."))
    ] + [
        f"{node.lineno} {name.name} as {name.asname}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in names and name.asname
    ]


def test_labels_are_made_by_the_plain_text_factory_only() -> None:
    found = [
        f"{name_of(path)}:{risk}"
        for path in sources("ui")
        if name_of(path) != "ui/labels.py"
        for risk in rich_text_risks(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found


def test_the_plain_text_rule_sees_what_it_should() -> None:
    for line in (
        "x = QLabel('张<b>三')",
        "x = QtWidgets.QLabel('x')",
        "QMessageBox.warning(None, 'a', 'b')",
        "from PySide6.QtWidgets import QLabel as L",
    ):
        assert len(rich_text_risks(ast.parse(line))) == 1, line


def test_every_word_of_the_glossary_exists_in_the_code() -> None:
    code = "\n".join(
        p.read_text(encoding="utf-8") for p in sources("clerk_app", "ui", "hall_server")
    )
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [row.split("|") for row in text.split("\n") if row.startswith("|")][2:]
    words = [word for row in rows for word in re.findall(r"`([A-Za-z_.]+)`", row[2])]
    absent = [w for w in words if not re.search(rf"\b{re.escape(w.split('.')[-1])}\b", code)]
    assert words
    assert not absent


def test_the_changelog_names_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "version"
    ]
    changelog = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    assert f"## [{version}]" in changelog
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("Apache License")


def test_the_readme_is_short() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") <= 150


def test_ui_is_our_own_package() -> None:
    import ui

    assert Path(str(ui.__file__)).parent == ROOT / "ui"


@pytest.mark.parametrize("name", ["requirements/run.in", "requirements/dev.txt"])
def test_requirements_name_no_host(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index|--find-links|--trusted", text)


def test_every_locked_requirement_has_a_hash() -> None:
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==.*?(?=^\S|\Z)", text, re.M | re.S)
    blocks = re.split(r"^(?=[A-Za-z0-9_.-]+==)", text, flags=re.M)[1:]
    assert len(pins) == len(blocks) > 40
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_project_speaks_of_itself_only() -> None:
    words = re.compile(
        "/work/|/root/|" + "|".join(["shared/" + "design", "claude", "anthropic", "helper agent"]),
        re.I,
    )
    found = []
    for path in tracked():
        if path.suffix in {".ttf", ".hseg", ".png", ".pdf", ".csv"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path != Path(__file__) and words.search(text):
            found.append(name_of(path))
    assert not found
