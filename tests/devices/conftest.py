"""A CUPS server once a worker, and the PDF that is printed in these tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clerk_app.notices.fonts import installed
from clerk_app.notices.page import A4, Face, Page, Run
from clerk_app.notices.pdf import render_pdf
from tests.devices import cupsd

WORDS = "综合窗口受理通知 㛃䶮𬱖"


@pytest.fixture(scope="module")
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cupsd.Cupsd]:
    """A running server. Its absence fails: `make setup` installs cups-daemon."""
    server = cupsd.start(tmp_path_factory.mktemp("cups"))
    yield server
    server.go()
    cupsd.stop(server)


@pytest.fixture(scope="session")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One A4 page with rare characters on it."""
    fonts = installed()
    x, runs = 60.0, []
    for char in WORDS:
        face = fonts.face_for(char, Face.SERIF)
        assert face
        runs.append(Run(x, 100, 12, face, char))
        x += 14
    page = Page(*A4, 1, 1, tuple(runs))
    out = tmp_path_factory.mktemp("pdf") / "notice.pdf"
    return render_pdf([page], out, fonts, title="受理通知书")
