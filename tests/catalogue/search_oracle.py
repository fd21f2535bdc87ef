"""A slow, plain answer to every search: all items, one after the other, by the letter of the rule.

Written apart from the program: readings come from a table of its own, matching is a recursion
over characters, nothing is indexed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

SOUNDS = {
    "食": "shi", "品": "pin", "经": "jing", "营": "ying", "安": "an", "西": "xi", "先": "xian",
    "证": "zheng", "书": "shu", "城": "cheng", "镇": "zhen", "江": "jiang", "农": "nong",
    "民": "min", "欧": "ou", "饿": "e", "女": "nv", "诗": "shi", "名": "ming", "烟": "yan",
    "双": "shuang", "昂": "ang", "恩": "en",
}  # fmt: skip
"""Characters with one reading each, some of whose neighbours can be cut in several ways."""


@dataclass
class Thing:
    """What the oracle knows of one item."""

    key: str
    name: str
    code: str = ""
    department: str = ""
    type: str = ""
    usable: bool = True
    aliases: tuple[str, ...] = ()
    uses: int = 0
    hall_uses: int = 0
    local: set[str] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """The name and what people call it."""
        return [self.name, *self.aliases, *sorted(self.local)]


def letters(text: str) -> str:
    """Letters, digits and hanzi in lower case."""
    return "".join(char for char in text.lower() if char.isalnum())


def forms(name: str) -> set[str]:
    """The name, and the name without its (unnested) brackets."""
    bare, depth = "", 0
    for char in name:
        depth = max(0, depth + (char == "（") - (char == "）"))
        bare += "" if depth or char == "）" else char
    return {letters(name), letters(bare)} - {""}


def units(char: str) -> set[str]:
    """What a character can be typed as."""
    found = {char}
    sound = SOUNDS.get(char)
    for one in {sound, sound.replace("v", "u")} if sound else ():
        found |= {one, one[0]} | ({one[:2]} if one[:2] in {"zh", "ch", "sh"} else set())
    return found


@lru_cache(maxsize=100_000)
def spells(text: str, typed: str) -> bool:
    """Whether the characters, from the first on, can be typed so."""
    if not text:
        return False
    for unit in units(text[0]):
        if typed.startswith(unit):
            left = typed[len(unit) :]
            if not left or spells(text[1:], left):
                return True
        if len(unit) > 1 and unit.startswith(typed):
            return True
    return False


def wholes(form: str) -> set[str]:
    """What is equal to a form: as written, all its syllables, all its initials."""
    sounds = [SOUNDS.get(char, char) for char in form]
    return {form, "".join(sounds), "".join(sound[0] for sound in sounds)}


def tier(thing: Thing, words: list[str]) -> int | None:
    """1 equal, 2 beginning, 3 inside, None not at all."""
    every = [form for name in thing.names for form in forms(name)]
    codes = [code.lower() for code in (thing.key, thing.code) if code]

    def held(word: str, at_start: bool) -> bool:
        typed = letters(word)
        starts = (
            form[at:] for form in every for at in (range(1) if at_start else range(len(form)))
        )
        named = bool(typed) and any(spells(start, typed) for start in starts)
        return named or any(code.startswith(word) for code in codes)

    joined = letters("".join(words))
    if joined and any(joined in wholes(form) for form in every):
        return 1
    if "".join(words) in codes:
        return 1
    if not all(held(word, False) for word in words):
        return None
    return 2 if held(words[0], True) else 3


def answer(
    things: list[Thing],
    text: str,
    *,
    department: str = "",
    type_: str = "",
    usable_only: bool = False,
) -> list[tuple[tuple[int, ...], str]]:
    """(place, key) of all hits; equal places may stand in any order."""
    words = text.lower().split()
    found = []
    for thing in things:
        at = tier(thing, words) if words else None
        if at is None or not _among(thing, department, type_, usable_only):
            continue
        place = (at, -thing.uses, -thing.hall_uses, not thing.usable, len(letters(thing.name)))
        found.append((place, thing.key))
    return sorted(found)


def _among(thing: Thing, department: str, type_: str, usable_only: bool) -> bool:
    return (
        thing.department in {department or thing.department}
        and thing.type in {type_ or thing.type}
        and (thing.usable or not usable_only)
    )
