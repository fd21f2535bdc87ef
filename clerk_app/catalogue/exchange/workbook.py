"""XLSX workbooks opened safely: a bounded zip of bounded XML, no entities, nothing fetched.

What is read is text and numbers; formulas are never worked out, links never followed,
macros never looked at. Every bound is checked before the part it bounds is unpacked.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from clerk_app.catalogue.exchange.rows import MB, BrokenFile
from clerk_app.catalogue.exchange.sheet_xml import (
    Budget,
    PartBroken,
    PartReader,
    Sheet,
    SheetReader,
    StringsReader,
    StylesReader,
    WorkbookReader,
    parse,
)

FILE_LIMIT: Final = 64 * MB
PART_LIMIT: Final = 48 * MB
TOTAL_LIMIT: Final = 96 * MB
"""Bytes of XML unpacked from one workbook: about 15 000 items with their papers."""

_ENTRIES: Final = 2000
_DIRECTORY_LIMIT: Final = MB
_RATIO: Final = 200
_RATIO_FROM: Final = 4 * MB
_TAIL = 65_557  # the longest end record of a zip with its comment
_SHEETS: Final = 64
_OLE = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "请在表格软件里“另存为 xlsx”再导入"


@dataclass(slots=True)
class Workbook:
    """The sheets of one workbook in their order, and how many sheets could not be read."""

    name: str
    sheets: list[Sheet] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_workbook(name: str, file: BinaryIO) -> Workbook:
    """Read every sheet. Raises `BrokenFile`, saying what to do about it."""
    try:
        return _Reader(name, file).read()
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error) as error:
        raise BrokenFile(name, f"不是完好的 xlsx 文件，{_SAVE_AS}") from error
    except PartBroken as error:
        raise BrokenFile(name, str(error)) from error
    except (NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        # what zipfile raises for odd flags, names and methods
        raise BrokenFile(name, f"有读不了的部分，{_SAVE_AS}") from error


class _Reader:
    def __init__(self, name: str, file: BinaryIO) -> None:
        self._name = name
        _check_outside(name, file)
        self._zip = zipfile.ZipFile(file)
        self._parts = {info.filename: info for info in self._zip.infolist()}
        self._left = TOTAL_LIMIT
        self._check_inside()

    def read(self) -> Workbook:
        root = self._root()
        base = posixpath.dirname(root)
        book = WorkbookReader()
        parse(self._part(root), book)
        links = WorkbookReader()
        rels = f"{base}/_rels/{posixpath.basename(root)}.rels"
        if rels in self._parts:
            parse(self._part(rels), links)
        budget = Budget()
        strings = StringsReader(budget)
        styles = StylesReader()
        kinds: tuple[tuple[str, PartReader], ...] = (
            ("sharedStrings", strings),
            ("styles", styles),
        )
        for kind, part in kinds:
            path = _inside(base, links.by_kind(kind, f"{kind}.xml"))
            if path in self._parts:
                parse(self._part(path), part)
        found = Workbook(self._name)
        if len(book.sheets) > _SHEETS:
            raise PartBroken(f"有 {len(book.sheets)} 张工作表，最多 {_SHEETS} 张")
        for title, link, hidden in book.sheets:
            path = _inside(base, links.targets.get(link, ""))
            if path not in self._parts:
                found.unread.append(title)
                continue
            reader = SheetReader(
                title, strings.texts, styles.dates, budget, hidden=hidden, epoch=book.epoch
            )
            parse(self._part(path), reader)
            found.sheets.append(reader.finished())
        return found

    def _root(self) -> str:
        links = WorkbookReader()
        if "_rels/.rels" in self._parts:
            parse(self._part("_rels/.rels"), links)
        root = _inside("", links.by_kind("officeDocument", "xl/workbook.xml"))
        if root not in self._parts or not root.endswith(".xml"):
            raise BrokenFile(self._name, f"不是 xlsx 工作簿，{_SAVE_AS}")
        return root

    def _check_inside(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > _ENTRIES:
            raise BrokenFile(self._name, f"压缩包里有 {len(infos)} 个部分，太多了")
        if len(self._parts) < len(infos):
            raise BrokenFile(self._name, f"压缩包里有同名的部分，{_SAVE_AS}")
        for info in infos:
            if info.flag_bits & 0x1:
                raise BrokenFile(self._name, "有密码保护，请去掉密码再导入")

    def _part(self, path: str) -> Iterator[bytes]:
        """The bytes of one part in pieces, after its declared size was found bearable."""
        info = self._parts[path]
        size = info.file_size
        self._left -= size
        if size > PART_LIMIT or self._left < 0:
            raise PartBroken(f"展开后超过 {TOTAL_LIMIT // MB} MB，请分成几个文件")
        if size > _RATIO_FROM and size > _RATIO * max(1, info.compress_size):
            raise PartBroken("压缩得不合常理，不打开这样的文件")
        with self._zip.open(info) as part:
            # zipfile never gives more than the declared size
            while data := part.read(64 * 1024):
                yield data


def _check_outside(name: str, file: BinaryIO) -> None:
    """Refuse what is not a zip of bearable size, before its directory is loaded."""
    size = file.seek(0, io.SEEK_END)
    if size > FILE_LIMIT:
        raise BrokenFile(name, f"表格文件超过 {FILE_LIMIT // MB} MB，请分成几个文件")
    file.seek(0)
    magic = file.read(4)
    if magic == _OLE:
        raise BrokenFile(name, f"是旧式 xls 或有密码保护：去掉密码后{_SAVE_AS.removeprefix('请')}")
    if magic[:2] != b"PK":
        raise BrokenFile(name, f"不是 xlsx 文件，{_SAVE_AS}")
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise BrokenFile(name, f"不是完整的 xlsx 文件（可能没有拷贝完），{_SAVE_AS}")
    entries, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > _ENTRIES or length > _DIRECTORY_LIMIT:
        raise BrokenFile(name, "压缩包里的部分太多，不打开这样的文件")
    file.seek(0)


def _inside(base: str, target: str) -> str:
    """A target of a link as the name of a part."""
    path = target[1:] if target.startswith("/") else posixpath.join(base, target)
    return posixpath.normpath(path) if target else ""
