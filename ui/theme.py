"""The four themes: colours, sizes, fonts, and the one style sheet built from them.

Everything that is drawn asks here (`px`, `color`, `font`); a widget never names a colour.
A change of theme needs the windows to be built again, since sizes change with it (大字).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from clerk_app.kernel.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

FAMILIES = ("Noto Sans SC", "HanaMinB")
"""Screen text; the second family holds the rare characters of names (生僻字)."""

FIRST_FONTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
LATER_FONTS = (
    "NotoSansSC-Medium.ttf",
    "HanaMinB.ttf",
    "NotoSerifSC-Regular.ttf",
    "NotoSerifSC-Bold.ttf",
)
"""Not needed for the first paint; loaded right after it."""
HARMLESS = frozenset({"NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf"})
"""Without the serif faces the paper is set in sans and nothing is missing on it."""

TYPE: Mapping[str, tuple[int, int]] = {
    "hall": (28, 700),  # name of the hall at sign-in
    "number": (24, 700),  # ticket in the call bar
    "title": (20, 700),  # first line of a screen, verdict
    "section": (16, 700),
    "lead": (15, 700),
    "field": (16, 400),  # text in the sign-in fields
    "group": (14, 700),
    "body": (14, 400),
    "name": (14, 500),
    "secondary": (13, 400),
    "state": (13, 700),
    "caption": (12, 400),
    "caption_strong": (12, 700),
    "key": (12, 500),
    "figure": (11, 400),  # never a sentence
    "figure_strong": (11, 700),
}
"""Role of a text -> (px at 100 %, weight). Only real weights: 400, 500, 700."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme as read from `resources/themes/tokens.toml`."""

    name: str
    title: str
    scale: float
    hair: int
    focus_width: int
    colors: Mapping[str, str]


@cache
def themes() -> Mapping[str, Theme]:
    """All themes by name: light, dark, contrast, large."""
    tables = tomllib.loads(resource("themes/tokens.toml").read_text("utf-8"))
    return {
        name: Theme(
            name=name,
            title=table["title"],
            scale=table["scale_percent"] / 100,
            hair=table["hair"],
            focus_width=table["focus_width"],
            colors=tables[table.get("like", name)]["colors"],
        )
        for name, table in tables.items()
    }


class _Now:
    """The theme in use and the room there is: one per process, as there is one QApplication."""

    theme: Theme | None = None
    room: tuple[int, int] = (1366, 768)


NARROW, TIGHT = 1100, 800
"""Widths under which a window is narrow, and tight, in pixels of the design: a theme that draws
larger, or a screen scaled to 200 %, has fewer of them."""
SHORT, LOW = 652, 508
"""Heights under which the rail has no room for its large entries, and none for its glyphs."""


def fit(width: int, height: int) -> None:
    """The room a window has, in logical pixels: the screen without its bars, after the scaling
    of the desktop. Windows built from now on are laid out for it."""
    _Now.room = (width, height)


def room() -> tuple[float, float]:
    """The room in pixels of the design."""
    scale = current().scale
    return _Now.room[0] / scale, _Now.room[1] / scale


def narrow() -> bool:
    """Steps on one line, columns folded into the row in hand, the verdict as a bar."""
    return room()[0] < NARROW


def tight() -> bool:
    """As narrow as a screen of 1366 scaled to 175 % and more, or as low: only the shortest words
    stand in the bars."""
    return room()[0] < TIGHT or room()[1] < 480


def short() -> bool:
    """Too low for the large entries of the rail."""
    return room()[1] < SHORT


def low() -> bool:
    """Too low for the rail with its glyphs: its words stand alone."""
    return room()[1] < LOW


def current() -> Theme:
    """The theme in use; light before any was applied."""
    if _Now.theme is None:
        _Now.theme = themes()["light"]
    return _Now.theme


def px(size: int) -> int:
    """A length of the design in pixels of the theme in use."""
    return round(size * current().scale)


def color(token: str) -> QColor:
    """The colour of a token in the theme in use."""
    return QColor(current().colors[token])


def font(role: str = "body") -> QFont:
    """The font of a text role in the theme in use."""
    size, weight = TYPE[role]
    made = QFont(list(FAMILIES))
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return made


def load_fonts(files: tuple[str, ...]) -> tuple[str, ...]:
    """Register font files of `resources/fonts`; return those whose absence hides characters.

    A missing font is told to the clerk by the caller; the program goes on with what the
    machine has.
    """
    missing = []
    for name in files:
        path = resource(f"fonts/{name}")
        there = path.exists() and QFontDatabase.addApplicationFont(str(path)) >= 0
        if not there and name not in HARMLESS:
            missing.append(name)
    return tuple(missing)


def apply(app: QApplication, name: str) -> Theme:
    """Make a theme the one in use: Fusion, palette, font, style sheet."""
    theme = _Now.theme = themes()[name]
    app.setStyle("Fusion")
    app.setFont(font("body"))
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet(theme))
    return theme


def _palette() -> QPalette:
    role = QPalette.ColorRole
    tokens = {
        role.Window: "canvas",
        role.Base: "surface",
        role.AlternateBase: "canvas",
        role.Button: "surface",
        role.Text: "text",
        role.WindowText: "text",
        role.ButtonText: "text",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.PlaceholderText: "text3",
        role.Highlight: "soft",
        role.HighlightedText: "text",
        role.Accent: "accent",
    }
    palette = QPalette()
    for key, token in tokens.items():
        palette.setColor(key, color(token))
    for key in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, color("text3"))
    return palette


GROUNDS = {
    # role of a QFrame -> (ground, edge it has a line on)
    "surface": ("surface", ""),
    "canvas": ("canvas", ""),
    "top": ("surface", "bottom"),
    "rail": ("canvas", "right"),
    "side": ("canvas", "right"),
    "right": ("canvas", "left"),
    "foot": ("surface", "top"),
    "head": ("surface", "bottom"),
    "bar": ("bar", ""),
    "desk": ("desk", ""),
}
TONES = (
    "text",
    "text2",
    "text3",
    "accent",
    "on_accent",
    "ok",
    "warn",
    "danger",
    "idle",
    "bar_text",
    "bar_text2",
    "bar_accent",
)


def style_sheet(theme: Theme) -> str:
    """The one style sheet. Rules select by property, never by bare QFrame or QLabel."""
    colors = theme.colors
    rules = []
    for role, (ground, edge) in GROUNDS.items():
        line = f" border-{edge}: {theme.hair}px solid {colors['line']};" if edge else ""
        look = f"background: {colors[ground]}; border: 0;{line}"
        rules.append(f'QFrame[role="{role}"] {{ {look} }}')
    for tone in TONES:
        rules.append(
            f'QLabel[tone="{tone}"] {{ color: {colors[tone]}; background: transparent; }}'
        )
    rules.append(_CONTROLS % _control_values(theme))
    return "\n".join(rules)


def _control_values(theme: Theme) -> dict[str, object]:
    def scaled(size: int) -> int:
        return round(size * theme.scale)

    return {
        **theme.colors,
        "hair": theme.hair,
        "ring": theme.focus_width,
        "radius": scaled(4),
        "pad": scaled(12),
        "pad_focus": scaled(12) - theme.focus_width + 1,
        "thumb": scaled(10),
        "thumb_min": scaled(32),
        "cell": scaled(8),
        "arrow": scaled(28),
    }


_CONTROLS = """
QLineEdit, QComboBox, QPlainTextEdit {
    background: %(surface)s; color: %(text)s; placeholder-text-color: %(text3)s;
    border: 1px solid %(line2)s; border-radius: %(radius)dpx; padding: 0 %(pad)dpx;
    selection-background-color: %(focus_halo)s; selection-color: %(text)s;
}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus {
    border: %(ring)dpx solid %(focus)s; padding: 0 %(pad_focus)dpx;
}
QLineEdit[bare="1"], QLineEdit[bare="1"]:focus { border: 0; padding: 0; }
QLineEdit[fault="1"] { border: 2px solid %(warn)s; }
QLineEdit:disabled, QComboBox:disabled { color: %(text3)s; border-color: %(line)s; }
QComboBox::drop-down { border: 0; width: %(arrow)dpx; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: %(surface)s; color: %(text)s; border: 1px solid %(line2)s; outline: 0;
    selection-background-color: %(soft)s; selection-color: %(text)s;
}
QTableView { background: %(surface)s; border: 0; gridline-color: %(line)s; outline: 0; }
QHeaderView::section {
    background: %(canvas)s; color: %(text2)s; border: 0;
    border-bottom: %(hair)dpx solid %(line2)s; padding: 0 %(cell)dpx;
}
QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: %(thumb)dpx; margin: 0; }
QScrollBar::handle:vertical {
    background: %(line2)s; border-radius: 3px; min-height: %(thumb_min)dpx; margin: 2px;
}
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: %(surface)s; color: %(text)s; border: 1px solid %(line2)s; }
"""
