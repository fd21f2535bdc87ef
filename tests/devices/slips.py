"""A slip of 80 mm and one of 58 mm, set by hand: a number, a rare name, rules, both codes."""

from __future__ import annotations

from clerk_app.notices.codes import code128, qr
from clerk_app.notices.fonts import FontSet
from clerk_app.notices.page import Face, Mark, Page, Rule, Run, moved

DOT = 72 / 203
CASE = "51160200012600000176"
CONTENT = "https://hall.example/q/7f3a9c2e51d04b68"
TEXT = "欧阳㛃䶮𬱖 · 约20至35分钟"


def slip(fonts: FontSet, dots: int) -> Page:
    """A page `dots` wide."""
    width = dots * DOT
    marks: list[Mark] = [Run(8, 44, 46, Face.SANS_BOLD, "A012")]
    x = 8.0
    for char in TEXT:
        face = fonts.face_for(char, Face.SERIF)
        assert face
        marks.append(Run(x, 62, 9, face, char))
        x += 9 if ord(char) > 0x7F else 5
    marks.append(Rule(8, 70, width - 8, 70, 0.2))
    marks.append(Rule(8, 74, width - 8, 74, 0.5, dash=2))
    marks.append(moved(code128(CASE, width - 20, 24), 10, 84))
    marks.append(moved(qr(CONTENT, 44.4), 30, 120))
    return Page(width, 180, 1, 1, tuple(marks))
