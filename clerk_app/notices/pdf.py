"""Pages to PDF through reportlab: embedded subset fonts only, text that can be copied out."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from clerk_app.kernel.errors import Misused, Unavailable
from clerk_app.notices.embedding import Font
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Face, Mark, Page, Rule, Run
from clerk_app.notices.sfnt import FontFile
from clerk_app.storage.faults import DISK_FULL
from clerk_app.storage.files import discard, open_private, sync_folder

_ALONE = Lock()
"""reportlab's settings and fonts are one for the whole process, and threads draw pages: two at a
time could give a page other bytes."""
_STEM = 40
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_WHY = {
    errno.EACCES: "这个账户没有权限，请另选一个位置",
    errno.EPERM: "这个账户没有权限，请另选一个位置",
    errno.EROFS: "磁盘是只读的，请另选一个位置",
    errno.ENOTDIR: "路径里有一段不是文件夹，请另选一个位置",
    errno.EEXIST: "路径里有一段不是文件夹，请另选一个位置",
    errno.ENAMETOOLONG: "文件名太长，请换一个短的",
}


def render_pdf(pages: Sequence[Page], out_path: Path, fonts: FontSet, *, title: str) -> Path:
    """Write the pages as one PDF file. Raises as `store_pdf`."""
    return store_pdf(out_path, pdf_of(pages, fonts, title=title))


def pdf_of(pages: Sequence[Page], fonts: FontSet, *, title: str) -> bytes:
    """The pages as the content of one PDF file; the same pages give the same bytes."""
    with _ALONE:
        return _written(pages, fonts, title)


def store_pdf(path: Path, content: bytes) -> Path:
    """Keep a PDF at this place, its folder made where it is not there.

    The file appears whole or not at all: it is written beside its place, flushed to the disk
    and renamed. It says who applied for what: no other account of the computer may read it.

    Raises `Misused` (`not_a_file`: a folder, a device, a pipe or a link stands there; a rename
    would put a file in its place), `Unavailable`: `disk_full`, or `not_writable` for any other
    refusal of the file system.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_no_file(path)
        # `deeds.sweep_pages` knows this name; 255 bytes hold it however long the page's own is
        partial = path.with_name(f".{path.stem[:_STEM]}.pdf.{secrets.token_hex(4)}")
        try:
            with open_private(partial, path) as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
        finally:
            discard(partial)
        sync_folder(path.parent)
    except OSError as error:
        number = error.errno or 0
        if number in _FULL:
            raise Unavailable("disk_full", DISK_FULL) from error
        why = _WHY.get(number, f"系统说出错（{number}），请看磁盘，或者另选一个位置")
        raise Unavailable("not_writable", f"文书没有写成“{path}”：{why}") from error
    return path


def _refuse_no_file(path: Path) -> None:
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(kind):
        raise Misused("not_a_file", f"“{path}”不是普通文件，不能写在这里。请另选一个位置")


def _written(pages: Sequence[Page], fonts: FontSet, title: str) -> bytes:
    buffer = BytesIO()
    first = _registered(fonts, Face.SANS)
    as_text, rl_config.useA85 = rl_config.useA85, 0  # streams as bytes: a fifth smaller
    try:
        canvas = Canvas(
            buffer,
            invariant=1,
            initialFontName=first,
            lang="zh-CN",
            pageCompression=1,
            pdfVersion=(1, 5),
        )
        canvas.setTitle(title)
        canvas.setCreator("window-clerk")
        canvas.setProducer("window-clerk")
        canvas.setViewerPreference("DisplayDocTitle", "true")  # the window's bar shows the title
        for page in pages:
            canvas.setPageSize((page.width, page.height))
            _Pen(canvas, page.height, fonts).draw(page.marks)
            canvas.showPage()
        canvas.save()
    finally:
        rl_config.useA85 = as_text
    return buffer.getvalue()


def warm(fonts: FontSet) -> None:
    """Load reportlab and open every font file now, off the clerk's time."""
    for face in Face:
        if face not in fonts.absent:
            _registered(fonts, face)


class _Pen:
    """Marks of one page as operators of the content stream (ISO 32000-1, annex A).

    reportlab's own calls write a state for every character run; what has not changed since the
    mark before is not written again here.
    """

    def __init__(self, canvas: Any, height: float, fonts: FontSet) -> None:
        self._canvas = canvas
        self._height = height
        self._fonts = fonts
        self._state: dict[str, str] = {}
        self._out: list[str] = []

    def draw(self, marks: Sequence[Mark]) -> None:
        """All marks, in their order."""
        for mark in marks:
            if isinstance(mark, Run):
                self._text(mark)
            elif isinstance(mark, Rule):
                self._line(mark)
            else:
                self._bars(mark)
        self._canvas.addLiteral("\n".join(self._out))

    def _set(self, operator: str, value: str) -> None:
        if self._state.get(operator) != value:
            self._state[operator] = value
            self._out.append(f"{value} {operator}")

    def _text(self, run: Run) -> None:
        font = _font(self._fonts, run.face)
        doc = self._canvas._doc  # reportlab hands it to fonts, and to nobody else
        parts = font.splitString(run.text, doc)
        self._set("g", _n(run.grey))
        self._out.append("BT")
        self._set("Tc", _n(run.spacing))
        self._out.append(f"1 0 0 1 {_n(run.x)} {_n(self._height - run.y)} Tm")
        for subset, codes in parts:
            self._set("Tf", f"{font.getSubsetInternalName(subset, doc)} {_n(run.size)}")
            self._out.append(f"<{codes.hex()}> Tj")
        self._out.append("ET")

    def _line(self, rule: Rule) -> None:
        self._set("w", _n(rule.width))
        self._set("G", _n(rule.grey))
        self._set("d", f"[{_n(rule.dash)} {_n(rule.dash)}] 0" if rule.dash else "[] 0")
        start = f"{_n(rule.x1)} {_n(self._height - rule.y1)} m"
        self._out.append(f"{start} {_n(rule.x2)} {_n(self._height - rule.y2)} l S")

    def _bars(self, bars: Bars) -> None:
        self._set("g", _n(bars.grey))
        for x, y, width, tall in bars.boxes:
            self._out.append(f"{_n(x)} {_n(self._height - y - tall)} {_n(width)} {_n(tall)} re")
        self._out.append("f")


def _n(value: float) -> str:
    """A number as short as PDF has it, to a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def _registered(fonts: FontSet, face: Face) -> str:
    return str(_font(fonts, face).fontName)


def _font(fonts: FontSet, face: Face) -> Any:
    return _register(fonts.file(face))


@lru_cache(maxsize=32)
def _register(file: FontFile) -> Any:
    """A font file given to reportlab once per process."""
    font = Font(f"wc{len(pdfmetrics.getRegisteredFontNames())}-{file.path.stem}", file)
    pdfmetrics.registerFont(font)
    return font
