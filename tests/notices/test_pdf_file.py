"""The file of a printed document appears whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Unavailable
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
