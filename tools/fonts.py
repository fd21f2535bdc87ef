"""Make `resources/fonts/*.ttf` from the packages named in `resources/fonts/fonts.toml`.

    python -m tools.fonts            make what is absent
    python -m tools.fonts --check    only look: exit 0 complete, 4 something is absent

Exit 4: the font that is needed cannot be made. Exit 5: a source is not the file we know.
A font that is wanted but not needed and cannot be had is written to `installed.json`
together with the characters that suffer; the exit stays 0.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "fonts"
RECIPE = 2
"""Part of the cache key: raise it when `_instance` makes other bytes from the same source."""

EXIT_ABSENT = 4
EXIT_WRONG_SOURCE = 5


class SourceAbsent(Exception):
    """The package that holds a source is not on this machine and cannot be had."""


class WrongSource(Exception):
    """A source file whose SHA-256 is not the one in fonts.toml."""


@dataclass(frozen=True, slots=True)
class Source:
    """One table of fonts.toml."""

    name: str
    kind: str
    package: str
    version: str
    file: str
    sha256: str
    family: str
    needed: bool
    without_it: str
    module: str
    outputs: tuple[Mapping[str, Any], ...]


def cache_folder() -> Path:
    """Where sources and instanced fonts are kept between clones of the project."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "window-clerk" / "fonts"


def read_sources(folder: Path) -> tuple[Source, ...]:
    """The tables of `fonts.toml` in its order."""
    with (folder / "fonts.toml").open("rb") as stream:
        tables = tomllib.load(stream)
    return tuple(
        Source(
            name=name,
            kind=table["kind"],
            package=table["package"],
            version=table["version"],
            file=table["file"],
            sha256=table["sha256"],
            family=table["family"],
            needed=table["needed"],
            without_it=table["without_it"],
            module=table.get("module", ""),
            outputs=tuple(table["outputs"]),
        )
        for name, table in tables.items()
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def make(folder: Path, cache: Path) -> int:
    """Make every output that is absent or not the one we made last; return the exit code."""
    cache.mkdir(parents=True, exist_ok=True)
    made: dict[str, str] = {}
    absent: list[dict[str, Any]] = []
    for source in read_sources(folder):
        try:
            origin = _find(source, cache)
            _verify(source, origin)
            for output in source.outputs:
                target = folder / output["file"]
                _install(_output(source, origin, output, cache), target)
                made[target.name] = sha256_of(target)
        except SourceAbsent as error:
            say(f"{source.family}: {error}\n  受影响的字符: {source.without_it}")
            absent.append(
                {
                    "family": source.family,
                    "package": source.package,
                    "files": [output["file"] for output in source.outputs],
                    "suffers": source.without_it,
                    "needed": source.needed,
                }
            )
            for output in source.outputs:
                (folder / output["file"]).unlink(missing_ok=True)
    _write_json(folder / "installed.json", {"installed": made, "absent": absent})
    say(f"fonts: {len(made)} in {folder.name}/, {len(absent)} families absent")
    return EXIT_ABSENT if any(entry["needed"] for entry in absent) else 0


def check(folder: Path) -> int:
    """Compare the folder with `installed.json`; say what is absent or changed."""
    record = folder / "installed.json"
    if not record.is_file():
        say("fonts: nothing installed yet; run `make setup`")
        return EXIT_ABSENT
    installed = json.loads(record.read_text(encoding="utf-8"))["installed"]
    code = 0
    for source in read_sources(folder):
        for output in source.outputs:
            path = folder / output["file"]
            if not path.is_file():
                say(f"absent: {path.name} ({source.package}). 受影响的字符: {source.without_it}")
                code = EXIT_ABSENT
            elif installed.get(path.name) != sha256_of(path):
                say(f"changed since it was made: {path.name}; run `make setup` again")
                code = EXIT_WRONG_SOURCE
    return code


def say(line: str) -> None:
    """Progress goes to stderr, so that stdout stays free for data."""
    print(line, file=sys.stderr, flush=True)


def _find(source: Source, cache: Path) -> Path:
    if source.kind == "python":
        spec = importlib.util.find_spec(source.module)
        if spec is not None and spec.origin:
            path = Path(spec.origin).parent / source.file
            if path.is_file():
                return path
        raise SourceAbsent(f"the Python package {source.package} is not installed")
    if source.kind == "npm":
        return _npm_pack(source, cache)
    cached = cache / Path(source.file).name
    for path in (Path(source.file), cached):
        if path.is_file():
            return path
    raise SourceAbsent(f"the system package {source.package} is not installed")


def _npm_pack(source: Source, cache: Path) -> Path:
    path = cache / source.file
    if path.is_file() and sha256_of(path) == source.sha256:
        return path
    npm = shutil.which("npm")
    if npm is None:
        raise SourceAbsent(f"npm is not installed, so {source.package} cannot be fetched")
    say(f"{source.family}: npm pack {source.package}@{source.version}")
    with tempfile.TemporaryDirectory(dir=cache) as work:
        done = subprocess.run(
            [npm, "pack", f"{source.package}@{source.version}", "--silent"],
            cwd=work,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        fetched = Path(work) / source.file
        if done.returncode != 0 or not fetched.is_file():
            raise SourceAbsent(f"npm could not fetch {source.package} (exit {done.returncode})")
        fetched.replace(path)
    return path


def _verify(source: Source, path: Path) -> None:
    if sha256_of(path) != source.sha256:
        raise WrongSource(
            f"{path.name} ({source.package} {source.version}) is not the file fonts.toml "
            f"names: its SHA-256 differs. Nothing was made from it."
        )


def _output(source: Source, origin: Path, output: Mapping[str, Any], cache: Path) -> Path:
    """The finished file in the cache (or the source itself where nothing is to be done)."""
    if "weight" in output:
        return _instance(source, origin, output, cache)
    if "member" in output:
        made = cache / f"{source.sha256[:16]}-{output['file']}"
        if not made.is_file():
            with tarfile.open(origin) as archive:
                stream = archive.extractfile(output["member"])
                if stream is None:
                    raise WrongSource(f"{origin.name} holds no {output['member']}")
                _write_bytes(made, stream.read())
        return made
    return origin


def _instance(source: Source, origin: Path, output: Mapping[str, Any], cache: Path) -> Path:
    """One static weight of a variable font. Slow (about a minute), therefore cached."""
    import fontTools
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    made = cache / f"{source.sha256[:16]}-{fontTools.version}-{RECIPE}-{output['file']}"
    if made.is_file():
        return made
    say(f"{source.family}: making {output['file']} (weight {output['weight']})")
    font = TTFont(origin, recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    instancer.instantiateVariableFont(font, {"wght": output["weight"]}, inplace=True)
    _name(font, source.family, output["style"], output["weight"])
    with tempfile.NamedTemporaryFile(dir=cache, suffix=".ttf", delete=False) as stream:
        font.save(stream, reorderTables=False)
    Path(stream.name).replace(made)
    return made


def _name(font: Any, family: str, style: str, weight: int) -> None:
    """Name a static weight, so that PDF readers and Qt tell the weights apart.

    Regular and Bold share the plain family (name IDs 1 and 2); others also carry 16 and 17.
    """
    names = font["name"]
    for record in [record for record in names.names if record.nameID in {1, 2, 3, 4, 6, 16, 17}]:
        names.names.remove(record)
    plain = style in {"Regular", "Bold"}
    values = {
        1: family if plain else f"{family} {style}",
        2: style if plain else "Regular",
        3: f"{family} {style}, static",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
    }
    if not plain:
        values |= {16: family, 17: style}
    for number, value in values.items():
        names.setName(value, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0


def _install(origin: Path, target: Path) -> None:
    if target.is_file() and sha256_of(target) == sha256_of(origin):
        return
    _write_bytes(target, origin.read_bytes())
    say(f"made {target.name}")


def _write_bytes(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
        stream.write(data)
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    _write_bytes(path, text.encode("utf-8"))


def main(argv: list[str] | None = None) -> int:
    """The command line of this tool."""
    parser = argparse.ArgumentParser(prog="python -m tools.fonts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only look, make nothing")
    options = parser.parse_args(argv)
    try:
        return check(FOLDER) if options.check else make(FOLDER, cache_folder())
    except WrongSource as error:
        say(str(error))
        return EXIT_WRONG_SOURCE


if __name__ == "__main__":
    raise SystemExit(main())
