"""One raw row of a catalogue file, field by field; what is not taken is kept and reported."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final, TypeVar, cast

from clerk_app.catalogue.model import ImportWarning
from clerk_app.kernel.errors import Refused
from clerk_app.kernel.private_use import standard
from clerk_app.kernel.text import fault_in

CODE_NAMES: Final = ("code", "itemCode", "itemcode", "事项编码", "item_code")
"""Fields that hold an item's code, first found first taken; also looked for under `codes`.

基本编码 is shared by all bodies that handle the item, and a body's USCC names the body:
neither is an identity.
"""

LABEL_LIMIT: Final = 500
"""Longest key, code or name, in code points. Real item names reach 110."""

COUNT_LIMIT: Final = 100_000
"""Largest count of papers or days that is believed."""

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
_POSITION = re.compile(r"\[\d+\]")
_YES = frozenset({"1", "是", "true", "yes"})
_NO = frozenset({"0", "否", "false", "no"})

Word = TypeVar("Word", bound=StrEnum)


@cache
def _by_value(words: type[StrEnum]) -> dict[str, StrEnum]:
    return {word.value: word for word in words}


class ItemRefused(Refused):
    """This row of the file cannot become an item; the rest of the file still loads.

    Codes: `not_an_item`, `missing_identity`, `material_without_name`, `bad_text`,
    `too_deep`. `field` names the place, as in `materials[2].name`.
    """

    def __init__(self, code: str, message: str, field: str) -> None:
        super().__init__(code, message)
        self.field = field


class Findings:
    """What reading one item found odd, and the fields the program does not know."""

    def __init__(self, item: str) -> None:
        self.item = item
        self._warnings: list[tuple[str, str, str]] = []
        self._kept: dict[str, object] = {}
        self._unknown: set[str] = set()

    @property
    def warnings(self) -> tuple[ImportWarning, ...]:
        """The warnings so far, each naming the item."""
        return tuple(
            ImportWarning(code, self.item, field, message)
            for code, field, message in self._warnings
        )

    def warn(self, code: str, field: str, message: str) -> None:
        """Note something odd that does not stop the item from loading."""
        self._warnings.append((code, field, message))

    def keep(self, field: str, value: object) -> None:
        """Keep a value as it stood in the file, under the name of its place."""
        self._kept[field] = value

    def bad(self, field: str, value: object, wanted: str) -> None:
        """A known field whose value cannot be read: kept as it is, not used."""
        self.keep(field, value)
        self.warn("bad_value", field, f"“{field}”应为{wanted}，原值保留但不采用")

    def unknown(self, field: str, value: object) -> None:
        """A field the program does not know: kept, and reported once per field per item."""
        self.keep(field, value)
        generic = _POSITION.sub("", field)
        if generic not in self._unknown:
            self._unknown.add(generic)
            self.warn("unknown_field", generic, f"“{generic}”不是本程序认识的字段，已原样保留")

    def extra(self) -> str:
        """What was kept, as JSON with sorted keys. Raises `ItemRefused` (`too_deep`)."""
        if not self._kept:
            return "{}"
        try:
            text = json.dumps(
                self._kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
        except RecursionError as error:
            raise ItemRefused("too_deep", "内容层次太深，读不了", "") from error
        return text.encode("utf-8", "replace").decode("utf-8")


class Source:
    """A mapping of the file under the name of its place, with one method per kind of value.

    Names are tried in order; the first that holds something is taken. `None` in a file
    means "not stated" and is the same as an absent field.
    """

    def __init__(self, raw: Mapping[str, object], path: str, findings: Findings) -> None:
        self._raw = raw
        self._path = path
        self._taken: set[str] = set()
        self.findings = findings

    def place(self, name: str) -> str:
        """The full name of a field, as in `materials[2].form`."""
        return f"{self._path}.{name}" if self._path else name

    def take(self, *names: str) -> tuple[str, object]:
        """The first of `names` that holds something, and its value; else the first, None."""
        raw = self._raw
        for name in names:
            if name in raw:
                self._taken.add(name)
                value = raw[name]
                if value is not None and value != "":
                    return name, value
        return names[0], None

    def unknown(self, value: object, name: str, code: str, message: str) -> None:
        """A known field with a word that is not one of the agreed ones."""
        self.findings.keep(self.place(name), value)
        self.findings.warn(code, self.place(name), message)

    def label(self, *names: str) -> str:
        """A key, code or name: one line without controls.

        Raises `ItemRefused` (`bad_text`): such characters cannot be shown or printed, and
        two names that look alike would be two items.
        """
        if len(names) == 1 and names[0] not in self._raw:
            return ""
        name, value = self.take(*names)
        if value is None:
            return ""
        text = self._string(name, value)
        if not text.isprintable():
            text = self._visible(name, text).replace("\n", " ")
            fault = fault_in(text)
            if fault:
                message = f"“{self.place(name)}”里有{fault}"
                raise ItemRefused("bad_text", message, self.place(name))
        if len(text) > LABEL_LIMIT:
            message = f"“{self.place(name)}”有 {len(text)} 个字，最多 {LABEL_LIMIT} 个"
            raise ItemRefused("bad_text", message, self.place(name))
        return text

    def text(self, *names: str) -> str:
        """Free text, lines allowed; characters that cannot be shown are taken out."""
        if len(names) == 1 and names[0] not in self._raw:
            return ""  # most fields of most rows
        name, value = self.take(*names)
        if value is None:
            return ""
        text = self._string(name, value)
        return text if text.isprintable() else self._visible(name, text, strict=True)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if name not in self._raw:
            return ()
        _, value = self.take(name)
        if value is None:
            return ()
        entries = value if isinstance(value, list) else [value]
        texts = [_meant(entry).strip() for entry in entries if isinstance(entry, str)]
        if len(texts) < len(entries):
            self.findings.bad(self.place(name), value, "文字的列表")
            return ()
        read = (self._visible(name, text, strict=True) for text in texts)
        return tuple(text for text in read if text)

    def whole(self, name: str, wanted: str, *, most: int = COUNT_LIMIT) -> int | None:
        """A count from 0 to `most`, in digits or as a JSON number."""
        if name not in self._raw:
            return None
        _, value = self.take(name)
        if value is None:
            return None
        number = as_whole(value, most)
        if number is None:
            self.findings.bad(self.place(name), value, wanted)
        return number

    def flag(
        self,
        name: str,
        *,
        yes: frozenset[str] = frozenset(),
        no: frozenset[str] = frozenset(),
        unread: bool | None = None,
    ) -> bool | None:
        """Yes or no: JSON true/false, 1/0, 是/否, or one of the words of this field.

        None where the file does not say; `unread` where it says what nobody can read.
        """
        if name not in self._raw:
            return None
        _, value = self.take(name)
        if value is None or isinstance(value, bool):
            return value
        said = str(value).strip().lower()
        if said in _YES or said in yes:
            return True
        if said in _NO or said in no:
            return False
        self.findings.bad(self.place(name), value, "是或否")
        return unread

    def word(self, name: str, words: type[Word]) -> Word | None:
        """One of the agreed words; another one is kept, with the warning `unknown_<field>`."""
        if name not in self._raw:
            return None
        _, value = self.take(name)
        if value is None:
            return None
        found = _by_value(words).get(value.strip()) if isinstance(value, str) else None
        if found is not None:
            return cast(Word, found)
        known = "、".join(word.value for word in words)
        message = f"“{self.place(name)}”只认识 {known}，原值保留但不采用"
        self.unknown(value, name, f"unknown_{name}", message)
        return None

    def inner(self, name: str) -> Source | None:
        """An object inside this one."""
        if name not in self._raw:
            return None
        _, value = self.take(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.findings.bad(self.place(name), value, "一个对象")
            return None
        return Source(value, self.place(name), self.findings)

    def entries(self, name: str) -> list[tuple[str, object]]:
        """The entries of a list, each with its place."""
        if name not in self._raw:
            return []
        _, value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.findings.bad(self.place(name), value, "列表")
            return []
        return [(f"{self.place(name)}[{n}]", entry) for n, entry in enumerate(value)]

    def lose(self, wanted: str = "") -> None:
        """Nothing of this entry is used: all of it is kept under its own place, and reported
        where `wanted` says what it should have been."""
        if wanted:
            self.findings.bad(self._path, self._raw, wanted)
        else:
            self.findings.keep(self._path, self._raw)

    def keep(self, name: str) -> None:
        """A field of the agreed form that only other programs use: kept, not reported."""
        _, value = self.take(name)
        if value is not None:
            self.findings.keep(self.place(name), value)

    def finish(self) -> None:
        """Keep and report every field that was not taken."""
        if self._raw.keys() <= self._taken:
            return
        for name, value in self._raw.items():
            if name not in self._taken:
                self.findings.unknown(self.place(str(name)), value)

    def _string(self, name: str, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return _meant(value).strip()
        if isinstance(value, int) and not isinstance(value, bool):
            # a spreadsheet turned it into a number: leading zeros may be gone
            message = f"“{self.place(name)}”是数字，按文字收下；请核对开头的 0"
            self.findings.warn("number_as_text", self.place(name), message)
            return str(value)
        self.findings.bad(self.place(name), value, "文字")
        return ""

    def _visible(self, name: str, text: str, *, strict: bool = False) -> str:
        """Line ends made even and invisible characters out; `strict` takes out all faults."""
        if text.isprintable():
            return text
        even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        clean = even.translate(_ZERO_WIDTH)
        if strict:
            clean = "".join(char for char in clean if not fault_in(char, multiline=True))
        if clean != even:
            message = f"“{self.place(name)}”里有看不见的字符，已去掉"
            self.findings.warn("text_cleaned", self.place(name), message)
        return clean.strip()


def as_whole(value: object, most: int = COUNT_LIMIT) -> int | None:
    """A whole number from 0 to `most`, or None.

    >>> as_whole("10"), as_whole(10.0), as_whole(True), as_whole("十")
    (10, 10, None, None)
    """
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,15}\s*", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= most else None


def _meant(text: str) -> str:
    """With the characters that private-use code points stand for, which are never printable."""
    return text if text.isprintable() else standard(text)
