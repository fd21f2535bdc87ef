"""The file of a printed document appears whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused, Unavailable
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.render import render_document
from tests.notices.samples import of_kind

_FULL = """
import resource, signal, sys
from pathlib import Path
from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.fonts import installed
from clerk_app.notices.render import render_document
from tests.notices.samples import of_kind
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    render_document(of_kind("acceptance"), Path(sys.argv[1]), installed(), journal_code="")
except Unavailable as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are a POSIX thing")
def test_a_full_disk_leaves_the_old_file_and_nothing_half_written(tmp_path: Path) -> None:
    out = tmp_path / "notice.pdf"
    out.write_bytes(b"the old one")
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(out)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert done.stdout == "disk_full\n", done.stderr
    assert out.read_bytes() == b"the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["notice.pdf"]


def test_a_folder_that_is_a_file_is_told_in_words(fonts: FontSet, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(Unavailable) as caught:
        render_document(of_kind("acceptance"), tmp_path / "out" / "a.pdf", fonts, journal_code="")
    assert caught.value.code == "not_writable"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links as POSIX has them")
def test_a_page_takes_the_place_of_no_pipe_and_no_link(fonts: FontSet, tmp_path: Path) -> None:
    out, letter = tmp_path / "a.pdf", tmp_path / "letter.txt"
    letter.write_text("a letter", encoding="utf-8")
    makes: tuple[Callable[[], None], ...] = (
        lambda: os.mkfifo(out),
        lambda: out.symlink_to(letter),
        out.mkdir,
    )
    for make in makes:
        make()
        before = out.lstat().st_mode
        with pytest.raises(Misused) as caught:
            render_document(of_kind("acceptance"), out, fonts, journal_code="")
        assert caught.value.code == "not_a_file"
        assert str(out) in caught.value.message
        assert out.lstat().st_mode == before
        out.rmdir() if out.is_dir() else out.unlink()
    assert letter.read_text(encoding="utf-8") == "a letter"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="who may read, as POSIX has it")
@pytest.mark.parametrize("stood", [None, 0o644, 0o400])
def test_a_page_is_read_by_this_account_alone(
    fonts: FontSet, tmp_path: Path, stood: int | None
) -> None:
    out = tmp_path / "a.pdf"
    if stood is not None:
        out.write_bytes(b"the old one")
        out.chmod(stood)
    before = os.umask(0o022)
    try:
        render_document(of_kind("acceptance"), out, fonts, journal_code="")
    finally:
        os.umask(before)
    assert stat.S_IMODE(out.stat().st_mode) == (0o400 if stood == 0o400 else 0o600)
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(sys.platform == "win32", reason="names of POSIX")
def test_a_name_that_just_fits_is_written_and_a_longer_one_told(
    fonts: FontSet, tmp_path: Path
) -> None:
    out = tmp_path / f"{'n' * 251}.pdf"
    assert render_document(of_kind("acceptance"), out, fonts, journal_code="").is_file()
    with pytest.raises(Unavailable) as caught:
        render_document(
            of_kind("acceptance"), tmp_path / f"{'n' * 252}.pdf", fonts, journal_code=""
        )
    assert caught.value.code == "not_writable"
    assert "文件名太长，请换一个短的" in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_reportlab_is_not_loaded_before_a_pdf_is_wanted() -> None:
    program = (
        "import sys; from clerk_app.notices.render import lay_out;"
        "heavy = {'reportlab', 'PIL', 'fontTools', 'segno', 'barcode', 'sqlalchemy'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True
    )
    assert done.stdout == "[]\n", done.stderr
