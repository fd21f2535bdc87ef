"""Pages to PDF through reportlab: embedded subset fonts only, text that can be copied out."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from clerk_app.kernel.errors import Unavailable
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Bars, Face, Mark, Page, Rule, Run

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class _Font(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A TrueType font whose ToUnicode map is right beyond U+FFFF.

    reportlab writes such code points as five hex digits; the PDF reference (ISO 32000-1,
    9.10.3) asks for UTF-16BE, so that 𬱖 can be copied and searched.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802  # reportlab's name
        subsets = [list(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        written = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            doc.idToObject[written[name].ToUnicode.name].content = _to_unicode(subset)


def render_pdf(pages: Sequence[Page], out_path: Path, fonts: FontSet, *, title: str) -> Path:
    """Write the pages as one PDF file; the same pages give the same bytes.

    The file appears whole or not at all: it is written beside its place, flushed to the disk
    and renamed. Raises `Unavailable`: `disk_full`, or `not_writable` for any other refusal of
    the file system.
    """
    buffer = BytesIO()
    first = _registered(fonts, Face.SANS)
    canvas = Canvas(buffer, invariant=1, initialFontName=first, lang="zh-CN", pageCompression=1)
    canvas.setTitle(title)
    canvas.setCreator("window-clerk")
    canvas.setProducer("window-clerk")
    for page in pages:
        canvas.setPageSize((page.width, page.height))
        canvas.setFont(first, 10)
        for mark in page.marks:
            _draw(canvas, mark, page.height, fonts)
        canvas.showPage()
    canvas.save()
    _store(out_path, buffer.getvalue())
    return out_path


def warm(fonts: FontSet) -> None:
    """Load every font file now, off the clerk's time; the first print then takes a twentieth
    of a second instead of half a one."""
    for face in Face:
        if face not in fonts.absent:
            _registered(fonts, face)


def _draw(canvas: Any, mark: Mark, height: float, fonts: FontSet) -> None:
    if isinstance(mark, Run):
        text = canvas.beginText(mark.x, height - mark.y)
        text.setFont(_registered(fonts, mark.face), mark.size)
        text.setFillGray(mark.grey)
        text.setCharSpace(mark.spacing)
        text.textOut(mark.text)
        canvas.drawText(text)
    elif isinstance(mark, Rule):
        canvas.setLineWidth(mark.width)
        canvas.setStrokeGray(mark.grey)
        canvas.setDash([mark.dash, mark.dash] if mark.dash else [])
        canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)
    elif isinstance(mark, Bars):
        path = canvas.beginPath()
        for x, y, width, tall in mark.boxes:
            path.rect(x, height - y - tall, width, tall)
        canvas.setFillGray(mark.grey)
        canvas.drawPath(path, stroke=0, fill=1)


def _registered(fonts: FontSet, face: Face) -> str:
    return _register(fonts.path(face))


@lru_cache(maxsize=32)
def _register(path: Path) -> str:
    """Load a font file once per process; parsing one takes about a tenth of a second."""
    name = f"wc{len(pdfmetrics.getRegisteredFontNames())}-{path.stem}"
    pdfmetrics.registerFont(_Font(name, str(path), asciiReadable=0))
    return name


def _to_unicode(subset: Sequence[int]) -> str:
    """The ToUnicode map of one subset: code to UTF-16BE, at most 100 lines a block."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    pairs = [(code, char) for code, char in enumerate(subset) if char]
    for at in range(0, len(pairs), 100):
        block = pairs[at : at + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{code:02X}> <{chr(c).encode('utf-16-be').hex().upper()}>" for code, c in block
        ]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines)


def _store(path: Path, content: bytes) -> None:
    partial = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            partial = stream.name
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(partial).replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        if partial:
            Path(partial).unlink(missing_ok=True)
        if error.errno in _FULL:
            raise Unavailable("disk_full", "磁盘已满，文书没有写出，请清理后重印") from error
        raise Unavailable("not_writable", f"文书写不进文件夹：{error.strerror}") from error


def _flush_folder(folder: Path) -> None:
    """Make the rename itself durable, where the platform can open a folder (not Windows)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
