"""Which font draws which character. Decided per character, never per string, never tofu."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from copy import copy
from functools import lru_cache
from pathlib import Path

from clerk_app.kernel.errors import Unavailable
from clerk_app.kernel.paths import resource
from clerk_app.notices.breaking import MARKS_LOOK
from clerk_app.notices.page import Face
from clerk_app.notices.sfnt import FontFile

FILES: Mapping[Face, str] = {
    Face.SERIF: "NotoSerifSC-Regular.ttf",
    Face.SERIF_BOLD: "NotoSerifSC-Bold.ttf",
    Face.SANS: "NotoSansSC-Regular.ttf",
    Face.SANS_MEDIUM: "NotoSansSC-Medium.ttf",
    Face.SANS_BOLD: "NotoSansSC-Bold.ttf",
    Face.RARE: "HanaMinB.ttf",
    Face.KOREAN: "NotoSansKR-Regular.ttf",
}
"""The file of each face under `resources/fonts/`."""

SUFFERS: Mapping[Face, str] = {
    Face.SERIF: "不缺字；文书正文改用黑体",
    Face.SERIF_BOLD: "不缺字；文书标题改用黑体",
    Face.SANS: "全部汉字",
    Face.SANS_MEDIUM: "全部汉字",
    Face.SANS_BOLD: "全部汉字",
    Face.RARE: "扩展 B 至 F 区的生僻字（U+20000 至 U+2EBE0）",
    Face.KOREAN: "谚文（朝鲜文字母）",
}
"""Which characters suffer where a face is absent; `doctor` says it."""

_NEEDED = (Face.SANS, Face.SANS_MEDIUM, Face.SANS_BOLD)
_LAST = (Face.RARE, Face.KOREAN)
_CHAINS: Mapping[Face, tuple[Face, ...]] = {
    Face.SERIF: (Face.SERIF, Face.SANS, *_LAST),
    Face.SERIF_BOLD: (Face.SERIF_BOLD, Face.SANS_BOLD, *_LAST),
    Face.SANS: (Face.SANS, Face.SERIF, *_LAST),
    Face.SANS_MEDIUM: (Face.SANS_MEDIUM, Face.SERIF, *_LAST),
    Face.SANS_BOLD: (Face.SANS_BOLD, Face.SERIF_BOLD, *_LAST),
    Face.RARE: _LAST,
    Face.KOREAN: (Face.KOREAN,),
}


_MOST_WHOLE = 20_000
"""Texts remembered to lack nothing: the words of the catalogue and of the forms."""


class FontSet:
    """The fonts at hand. Raises `Unavailable` (`fonts_absent`) without the sans faces.

    `absent` names the faces that are wanted but not there: the serif faces fall back to sans
    ones, rare characters then end in `missing_glyph`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[Face, FontFile] = {}
        self.absent: tuple[Face, ...] = ()
        for face, name in FILES.items():
            path = folder / name
            if path.is_file():
                self._files[face] = FontFile(path)
            elif face in _NEEDED:
                raise Unavailable(
                    "fonts_absent",
                    f"缺少字体文件 {name}，文书无法打印，请运行 make setup 安装字体",
                )
            else:
                self.absent += (face,)
        self._choices: dict[tuple[str, Face], Face | None] = {}
        self._measured: dict[tuple[str, Face], tuple[Face | None, float]] = {}
        self._whole: set[str] = set()
        self._look = MARKS_LOOK
        self._before: FontSet | None = None

    def of_look(self, look: int) -> FontSet:
        """The fonts as a page of that look was drawn with them: before `MARKS_LOOK` marks without
        a composed form stood beside their base, and a page issued so prints so again."""
        if look >= MARKS_LOOK or self._look < MARKS_LOOK:
            return self
        if self._before is None:
            before = copy(self)
            before._choices, before._measured, before._whole = {}, {}, set()
            before._look = MARKS_LOOK - 1
            self._before = before
        return self._before

    def face_for(self, char: str, wanted: Face) -> Face | None:
        """The first face of the chain that has the character, or None."""
        key = (char, wanted)
        if key not in self._choices:
            code = ord(char)
            drawn = self._look < MARKS_LOOK or _stands_alone(char)
            self._choices[key] = next(
                (
                    face
                    for face in _CHAINS[wanted]
                    if drawn and face in self._files and self._files[face].glyph(code)
                ),
                None,
            )
        return self._choices[key]

    def advance(self, char: str, face: Face) -> float:
        """The width of a character in ems."""
        return self._files[face].advance(ord(char))

    def missing(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has, each once, in order of appearance."""
        if text in self._whole:
            return ()
        absent = tuple(
            dict.fromkeys(
                char
                for char in printable(text, look=self._look)
                if char != "\n" and not self.face_for(char, Face.SERIF)
            )
        )
        if not absent and len(self._whole) < _MOST_WHOLE:
            self._whole.add(text)
        return absent

    def has_all(self, texts: Iterable[str]) -> bool:
        """Whether nothing is missing in any of them: quick where they were seen before."""
        return not any(self.missing(text) for text in set(texts) - self._whole)

    def path(self, face: Face) -> Path:
        """The file of a face that is there."""
        return self._files[face].path

    def file(self, face: Face) -> FontFile:
        """The opened file of a face that is there."""
        return self._files[face]

    def measured(self, char: str, wanted: Face) -> tuple[Face | None, float]:
        """The face that draws a character and its width in ems; (None, 0) where none has it."""
        key = (char, wanted)
        found = self._measured.get(key)
        if found is None:
            face = self.face_for(char, wanted)
            found = face, self._files[face].advance(ord(char)) if face else 0.0
            self._measured[key] = found
        return found


def refuse_missing(fonts: FontSet, texts: Iterable[tuple[str, str]]) -> None:
    """Look over (field name, text) pairs before anything is drawn.

    Raises `Unavailable` (`missing_glyph`) naming the code point, the field and, of what is short
    as a name, which character it is. The clerk may have the page drawn with the code in a box;
    whoever offers that says how.
    """
    for label, text in texts:
        missing = fonts.missing(text)
        if missing:
            codes = "、".join(_named(char) for char in missing[:5])
            wholes = [char for char in missing if _stands_alone(char)]
            # a mark or a jamo is drawn by no font; a character only where a face is absent
            helps = (
                "；字体没有装全，请管理员装全" if wholes and set(_LAST) & set(fonts.absent) else ""
            )
            which = _which(fonts, text)
            said = f"“{label}”里有字库没有的字：{codes}{which}{helps}"
            raise Unavailable("missing_glyph", said)


@lru_cache(maxsize=2)
def installed(folder: Path | None = None) -> FontSet:
    """The fonts of the program, opened once."""
    return FontSet(folder or resource("fonts"))


_EVENED: Mapping[int, str | None] = {
    0x09: " ",
    0xA0: " ",
    **dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))),
}
"""Blanks become the plain one, variation selectors nothing."""
_JAMO = re.compile("(?:[\u1100-\u1112][\u1161-\u1175]|[\uac00-\ud7a3])[\u11a8-\u11c2]?")
"""Conjoining jamo that may have a syllable of their own (Unicode 3.12)."""


@lru_cache(maxsize=8192)
def printable(text: str, *, look: int = MARKS_LOOK) -> str:
    """`text` as it is drawn: combining marks and conjoining jamo composed, variation selectors
    left out. What has no composed form stays as it is, and `FontSet` says that it cannot be drawn.

    Only a base with its combining marks is composed, and none that Unicode would change alone:
    normalising a whole name would turn compatibility ideographs into other characters. Pages of
    the looks before `MARKS_LOOK` are composed as they were.

    >>> printable("Jose\\u0301"), printable("\\u1100\\u1161\\u11a8")
    ('José', '각')
    """
    text = text.translate(_EVENED)
    if unicodedata.is_normalized("NFC", text):
        return text
    if look < MARKS_LOOK:
        return _composed_before(text)
    out: list[str] = []
    for char in text:
        if unicodedata.combining(char) and out:
            out[-1] += char
        else:
            out.append(char)
    whole = "".join(each if len(each) == 1 else _composed(each) for each in out)
    return _JAMO.sub(lambda found: unicodedata.normalize("NFC", found[0]), whole)


def _composed(cluster: str) -> str:
    """A base with its marks; one that is another character when normalised is left alone."""
    if unicodedata.normalize("NFC", cluster[0]) != cluster[0]:
        return cluster
    return unicodedata.normalize("NFC", cluster)


def _composed_before(text: str) -> str:
    out: list[str] = []
    for char in text:
        if unicodedata.combining(char) and out:
            out[-1] = unicodedata.normalize("NFC", out[-1] + char)
        else:
            out.append(char)
    return "".join(out)


@lru_cache(maxsize=65536)
def _stands_alone(char: str) -> bool:
    """Whether a character is drawn right by its glyph alone. A mark would have to be placed on its
    base and a conjoining jamo be fitted into its syllable: side by side they read wrong."""
    return not _is_jamo(char) and not _is_mark(char)


def _is_jamo(char: str) -> bool:
    code = ord(char)
    return 0x1100 <= code <= 0x11FF or 0xA960 <= code <= 0xA97F or 0xD7B0 <= code <= 0xD7FF


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


_SHORT = 40
"""Longer texts are not counted through by anybody."""


def places(fonts: FontSet, text: str) -> tuple[int, ...]:
    """Which characters of a text no font has, counted from 1; a mark counts with what it is on."""
    return tuple(dict.fromkeys(_count(text, char) for char in fonts.missing(text)))


def _count(text: str, char: str) -> int:
    said = printable(text)
    at = said.find(char)
    return max(1, sum(not _goes_on(each) for each in said[: at + 1]))


def _goes_on(char: str) -> bool:
    """Whether it belongs to the character before it: a mark, a vowel or an end of a syllable."""
    return _is_mark(char) or (_is_jamo(char) and not "\u1100" <= char <= "\u115f")


def _which(fonts: FontSet, text: str) -> str:
    counted = "、".join(str(at) for at in places(fonts, text)[:5])
    return f"（第 {counted} 个字）" if len(text) <= _SHORT else ""


def _named(char: str) -> str:
    """The code point, and what it is where that is not a whole character."""
    kind = "（附加符号）" if _is_mark(char) else "（谚文字母）" if _is_jamo(char) else ""
    return f"U+{ord(char):04X}{kind}"
