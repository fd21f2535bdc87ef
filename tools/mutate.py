"""Mutation of the rules of a case's life: which one-token changes would no test notice?

    python -m tools.mutate [--file life.py]... [--jobs 2] [--list]

Works on a copy of the program. Each mutant is one changed syntax tree of one module, put in its
place in a forked process that then runs the tests of `tests/intake` that reach its line, quick
ones first, until one fails. Prints the survivors with line and change, and killed of total for
every file; exit 1 below 90 %. What cannot be told apart from the program by any test stands with
its reason in `tests/intake/equivalent_mutants.toml`; it counts as not killed.

Mutated: comparisons, `and`/`or` and their operands, `not`, conditions, numbers by one up and
down, truth values, names in texts (keys, codes, dates' fields), sums and unions, elements of
tables, keywords of calls, `min`/`max`, returned values, and statements that only act. Not
mutated: annotations, decorators, assertions, docstrings, and texts that people read.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.util
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGE, TESTS = "clerk_app/intake/rules", "tests/intake"
EQUIVALENT = Path(TESTS) / "equivalent_mutants.toml"
LEAST = 0.90
"""Of all mutants, those some test must kill."""
PROFILE = "mutate"
SLOWEST = 60.0
"""Seconds until a mutant that does not come to an end is stopped; that is noticed, too."""
PRELOADED = (
    "hypothesis", "hypothesis.stateful", "sqlalchemy", "sqlcipher3", "cryptography", "argon2",
    "clerk_app.kernel.working_days", "clerk_app.journal.events", "clerk_app.storage.journal",
    "clerk_app.catalogue.model", "clerk_app.catalogue.rules.papers",
)  # fmt: skip
"""What no mutant can change, imported once before the forks."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:]*")
_TYPING = {"Callable", "Mapping", "Iterable", "Sequence", "frozenset", "tuple", "dict", "list"}
_SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.FloorDiv: ast.Mult, ast.Mod: ast.Add,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file. `node` and `variant` find it again in the tree."""

    file: str
    line: int
    last: int
    where: str
    before: str
    after: str
    node: int
    variant: int
    at_import: bool

    @property
    def change(self) -> str:
        return f"{self.before}  →  {self.after}"


# ---------------------------------------------------------------- making mutants


def _without(items: Sequence[Any], index: int) -> list[Any]:
    return [item for n, item in enumerate(items) if n != index]


def _changed(node: ast.AST, **fields: Any) -> Any:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield _changed(node, value=not value)
    elif isinstance(value, int):
        yield _changed(node, value=value + 1)
        yield _changed(node, value=value - 1)
    elif isinstance(value, str) and _NAME.fullmatch(value):
        yield _changed(node, value=f"x{value}")


def _expressions(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant():
            yield from _constants(node)
        case ast.Compare(ops=ops):
            for n, op in enumerate(ops):
                yield _changed(node, ops=[*ops[:n], _SWAPS[type(op)](), *ops[n + 1 :]])
        case ast.BoolOp(op=op, values=values):
            yield _changed(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
            for n in range(len(values)):
                left = _without(values, n)
                yield left[0] if len(left) == 1 else _changed(node, values=left)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in _SUMS:
            yield _changed(node, op=_SUMS[type(op)]())
        case ast.IfExp(test=test):
            yield _changed(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Name(id="min" | "max" as name):
            yield _changed(node, id="max" if name == "min" else "min")
        case ast.Set(elts=elts) | ast.List(elts=elts) | ast.Tuple(elts=elts):
            if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                for n in range(len(elts) if len(elts) > 1 else 0):
                    yield _changed(node, elts=_without(elts, n))
        case ast.Dict(keys=keys, values=values):
            for n in range(len(keys)):
                yield _changed(node, keys=_without(keys, n), values=_without(values, n))
        case ast.Call(keywords=keywords):
            for n in range(len(keywords)):
                yield _changed(node, keywords=_without(keywords, n))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If(test=test) | ast.While(test=test):
            if not isinstance(test, ast.Compare | ast.UnaryOp) or (
                isinstance(test, ast.Compare) and len(test.ops) > 1
            ):
                yield _changed(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=ifs):
            for n in range(len(ifs)):
                yield _changed(node, ifs=_without(ifs, n))
        case ast.Return(value=value) if value is not None and not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            yield _changed(node, value=ast.Constant(None))
        case ast.Raise() | ast.AugAssign() | ast.Continue():
            yield ast.Pass()
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _is_left_alone(node: ast.AST, parent: ast.AST, field: str) -> bool:
    """What no mutant touches, with everything below it."""
    if field in {"annotation", "returns", "decorator_list", "bases"}:
        return True
    if isinstance(node, ast.Assert | ast.Import | ast.ImportFrom | ast.JoinedStr):
        return True
    if isinstance(node, ast.ClassDef):
        return any(getattr(base, "id", "") == "Protocol" for base in node.bases)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Assign):
        return any(getattr(target, "id", "") == "__all__" for target in node.targets)
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") in _TYPING:
        return True
    cast = isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "cast"
    return cast and isinstance(node, ast.Constant)


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST, str, int, str, bool]]:
    """Every node that may be mutated: itself, parent, field, place in it, function, at import?"""

    def below(node: ast.AST, where: str, at_import: bool) -> Iterator[Any]:
        for field, value in ast.iter_fields(node):
            later = field == "body" and isinstance(node, ast.FunctionDef | ast.Lambda)
            for place, child in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(child, ast.AST) or _is_left_alone(child, node, field):
                    continue
                index, first = place if isinstance(value, list) else -1, at_import and not later
                yield child, node, field, index, where, first
                name = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else ""
                yield from below(child, f"{where}.{name}".strip("."), first)

    yield from below(tree, "", True)


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    yield from _expressions(node)
    yield from _statements(node)


def mutants_of(file: str, text: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(text)
    found = []
    for index, (node, _, _, _, where, at_import) in enumerate(_nodes(tree)):
        for variant, new in enumerate(_variants(node)):
            line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", 0), "lineno", 0)
            last = getattr(node, "end_lineno", line) or line
            if isinstance(node, ast.If | ast.While):  # its condition, not all below it
                last = node.test.end_lineno or line
            before, after = _shown(node), _dropped(node, new) or _shown(new)
            mutant = Mutant(file, line, last, where, before, after, index, variant, at_import)
            found.append(mutant)
    return sorted(found, key=lambda m: (m.line, m.node, m.variant))


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        node = node.test
    if isinstance(node, ast.comprehension):
        return " ".join(ast.unparse(ast.fix_missing_locations(each)) for each in node.ifs) or "-"
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return text if len(text) <= 90 else f"{text[:60]}…{text[-28:]}"


def _dropped(node: ast.AST, new: ast.AST) -> str:
    """What was left out of a table or a call, in words."""
    for field in ("elts", "values", "keywords"):
        old, left = getattr(node, field, []), getattr(new, field, [])
        if type(node) is not type(new) or len(left) != len(old) - 1:
            continue
        n = next((n for n, item in enumerate(left) if item is not old[n]), len(left))
        key = node.keys[n] if isinstance(node, ast.Dict) else None
        return f"without {_shown(key or old[n])}"
    return ""


def code_of(mutant: Mutant, text: str) -> CodeType:
    """The module with the change in it, compiled."""
    tree = ast.parse(text)
    for index, (node, parent, field, place, _, _) in enumerate(_nodes(tree)):
        if index == mutant.node:
            new = list(_variants(node))[mutant.variant]
            if place < 0:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[place] = new
            break
    return compile(ast.fix_missing_locations(tree), mutant.file, "exec")


# ---------------------------------------------------------------- running tests


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module other code than its file has."""

    def __init__(self, name: str, code: CodeType) -> None:
        self._name, self._code = name, code

    def find_spec(self, name: str, *_: Any) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def create_module(self, _spec: ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)  # noqa: S102 - the mutant of our own module


class _Chosen:
    """Keeps the tests that reach a line, the quickest first."""

    def __init__(self, seconds: dict[str, float] | None, wanted: set[str] | None) -> None:
        self._seconds, self._wanted = seconds or {}, wanted

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        kept = [i for i in items if self._wanted is None or i.nodeid in self._wanted]
        items[:] = sorted(kept, key=lambda item: self._seconds.get(item.nodeid, 0.0))


class _Watched:
    """Notes which test reaches which line of the rules, and how long it takes."""

    def __init__(self, measured: Any) -> None:
        self._measured, self.seconds = measured, dict[str, float]()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._measured.switch_context(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration


def _pytest(files: Sequence[str], *plugins: object) -> int:
    import pytest

    words = ["-c", os.devnull, "--rootdir", str(Path.cwd()), "-q", "-x", "-W", "error"]
    words += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # hypothesis is there before
    for name in ("randomly", "cacheprovider", "pytest-qt"):
        words += ["-p", f"no:{name}"]
    return int(pytest.main([*words, *files], plugins=list(plugins)))


def _quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _preload() -> None:
    import hypothesis

    # the same examples for every mutant: a mutant killed by luck is not killed
    hypothesis.settings.register_profile(PROFILE, derandomize=True, deadline=None, database=None)
    os.environ.update(HYPOTHESIS_PROFILE=PROFILE, QT_QPA_PLATFORM="offscreen")
    for name in PRELOADED:
        importlib.import_module(name)
    package = PACKAGE.replace("/", ".")
    if any(name.startswith(package) for name in sys.modules):
        raise SystemExit(f"{package} was imported before the mutants: see PRELOADED")


def _measure(into: Path) -> int:
    """Run every test once, unchanged, and note what reaches what. In a process of its own."""
    import coverage

    measured = coverage.Coverage(
        data_file=str(into / "data"), source=[PACKAGE.replace("/", ".")], config_file=False
    )
    measured.start()
    watched = _Watched(measured)
    failed = _pytest([TESTS], watched)
    measured.stop()
    data = measured.get_data()
    reach: dict[str, dict[int, list[str]]] = {}
    for file in data.measured_files():
        reach[Path(file).name] = data.contexts_by_lineno(file)
    found = {"failed": failed, "reach": reach, "seconds": watched.seconds}
    (into / "reach.json").write_text(json.dumps(found), encoding="utf-8")
    return failed


@dataclass(slots=True)
class _Reach:
    """Which tests a line is reached by."""

    lines: dict[str, dict[str, list[str]]]
    seconds: dict[str, float]

    def tests(self, mutant: Mutant) -> set[str]:
        lines = self.lines.get(mutant.file, {})
        if mutant.at_import:
            return set(self.seconds)
        span = range(mutant.line, mutant.last + 1)
        return {test for line in span for test in lines.get(str(line), []) if test}


def _fork(work: Any) -> int:
    """Run something in a process of its own; returns its id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    os.setsid()
    _quiet()
    code = 9
    with suppress(BaseException):
        code = work()
    os._exit(code)


def _try(mutant: Mutant, text: str, reach: _Reach) -> int:
    """0: no test noticed. Runs in the fork."""
    name = f"{PACKAGE}/{mutant.file}".removesuffix(".py").replace("/", ".")
    sys.meta_path.insert(0, _Mutated(name, code_of(mutant, text)))
    wanted = reach.tests(mutant)
    files = sorted({test.partition("::")[0] for test in wanted})
    return _pytest(files, _Chosen(reach.seconds, wanted))


def run(mutants: Sequence[Mutant], texts: dict[str, str], reach: _Reach, jobs: int) -> set[Mutant]:
    """The mutants no test noticed."""
    waiting, alive = list(reversed(mutants)), set[Mutant]()
    running: dict[int, tuple[Mutant, float]] = {}
    done = 0
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            if not reach.tests(mutant):
                alive.add(mutant)  # no test comes near it
                continue
            child = _fork(lambda m=mutant: _try(m, texts[m.file], reach))
            running[child] = (mutant, time.monotonic())
        for child in list(running):
            ended, status = os.waitpid(child, os.WNOHANG)
            mutant, since = running[child]
            if not ended and time.monotonic() - since > SLOWEST:
                os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                ended, status = child, 1
            if ended:
                del running[child]
                done += 1
                if status == 0:
                    alive.add(mutant)
                    print(f"alive: {mutant.file}:{mutant.line} {mutant.change}", file=sys.stderr)
                if done % 100 == 0:
                    print(f"{done}/{len(mutants)}, alive {len(alive)}", file=sys.stderr)
        time.sleep(0.005)
    return alive


# ---------------------------------------------------------------- the report


def equivalents(root: Path) -> dict[tuple[str, str, str], str]:
    """What no test can tell apart: (file, function, change) and the reason."""
    path = root / EQUIVALENT
    raw = tomllib.loads(path.read_text("utf-8")) if path.exists() else {"mutant": []}
    return {(m["file"], m["where"], m["change"]): m["why"] for m in raw["mutant"]}


def report(mutants: Sequence[Mutant], alive: set[Mutant], known: dict[Any, str]) -> int:
    """Print what is alive and how many were killed; the exit code."""
    same = {m for m in alive if (m.file, m.where, m.change) in known}
    for mutant in mutants:
        if mutant in alive - same:
            print(f"ALIVE {mutant.file}:{mutant.line} {mutant.where or '-'}: {mutant.change}")
    print(f"{'file':22}{'killed':>8}{'total':>8}{'%':>8}{'equivalent':>12}")
    for file in [*sorted({m.file for m in mutants}), ""]:
        here = [m for m in mutants if file in {"", m.file}]
        killed = len([m for m in here if m not in alive])
        named = len([m for m in here if m in same])
        share = f"{killed / len(here):8.1%}" if here else "-"
        print(f"{file or 'all':22}{killed:8}{len(here):8}{share}{named:12}")
    ratio = 1 - len(alive) / len(mutants) if mutants else 1.0
    return 0 if ratio >= LEAST else 1


def copy_of_the_program(place: Path) -> Path:
    """What the tests need, copied: the program may be worked on meanwhile."""
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in ("clerk_app", "hall_server", "tests"):
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    for name in ("resources", "requirements"):
        (place / name).symlink_to(ROOT / name)
    return place


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--file", action="append", help="only this file of the package")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--list", action="store_true", help="only print the mutants")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        place = copy_of_the_program(Path(folder).resolve() / "copy") if not options.list else ROOT
        os.chdir(place)
        sys.path[:] = [str(place), *(p for p in sys.path if p not in {"", str(ROOT)})]
        texts = {p.name: p.read_text("utf-8") for p in sorted(Path(PACKAGE).glob("*.py"))}
        files = [name for name in texts if not options.file or name in options.file]
        mutants = [m for name in files for m in mutants_of(name, texts[name])]
        if options.list:
            for mutant in mutants:
                print(f"{mutant.file}:{mutant.line} {mutant.where or '-'}: {mutant.change}")
            return 0
        _preload()
        os.waitpid(_fork(lambda: _measure(Path(folder))), 0)
        told = Path(folder) / "reach.json"
        found: dict[str, Any] = {"failed": 1}
        if told.exists():
            found = json.loads(told.read_text("utf-8"))
        if found["failed"]:
            print("the unchanged program does not pass its tests", file=sys.stderr)
            return 1
        reach = _Reach(found["reach"], found["seconds"])
        alive = run(mutants, texts, reach, options.jobs)
        return report(mutants, alive, equivalents(place))


if __name__ == "__main__":
    sys.exit(main())
