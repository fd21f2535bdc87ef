"""The four themes can be read by everyone: WCAG 2.2 contrast, measured here."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from clerk_app.kernel.paths import resource
from ui import theme
from ui.widgets.keys import KINDS
from ui.widgets.lamps import LAMPS, LINKS, PAPER_STATES, VERDICTS, Sign

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

NAMES = ("light", "dark", "contrast", "large")
PAIRS = [tuple(p) for p in tomllib.loads(resource("themes/contrast.toml").read_text())["pairs"]]


def luminance(rgb: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2.2, definition of relative luminance)."""
    parts = []
    for at in (1, 3, 5):
        value = int(rgb[at : at + 2], 16) / 255
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_gives_the_known_ends() -> None:
    assert round(contrast("#FFFFFF", "#000000"), 2) == 21.0
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("name", NAMES)
def test_every_pair_of_the_table_can_be_read(name: str) -> None:
    colors = theme.themes()[name].colors
    low = [
        (ink, ground, round(contrast(colors[ink], colors[ground]), 2))
        for ink, ground, needed in PAIRS
        if contrast(colors[ink], colors[ground]) < float(needed)
    ]
    assert low == []
    assert len(PAIRS) > 45


def test_text_needs_four_and_a_half_and_only_edges_and_rings_need_three() -> None:
    assert {pair[0] for pair in PAIRS if pair[2] == "3"} == {"line2", "focus"}
    assert {pair[2] for pair in PAIRS} == {"4.5", "3"}


def test_a_button_sets_its_words_only_on_grounds_of_the_table() -> None:
    allowed = {(ink, ground) for ink, ground, _ in PAIRS}
    used = {(look.text, look.ground) for look in KINDS.values() if look.ground}
    used |= {(look.text, look.cap_ground) for look in KINDS.values()}
    assert used - allowed == set()


def test_every_theme_has_every_colour_and_large_is_half_again_as_large() -> None:
    found = theme.themes()
    assert tuple(found) == NAMES
    keys = set(found["light"].colors)
    assert all(set(found[name].colors) == keys for name in NAMES)
    assert found["large"].scale == 1.5
    assert found["large"].colors == found["light"].colors


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_sets_sizes_and_the_one_style_sheet(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)
    assert theme.px(20) == (30 if name == "large" else 20)
    assert theme.font("title").pixelSize() == (30 if name == "large" else 20)
    assert theme.themes()[name].colors["focus"] in qapp.styleSheet()
    assert "%(" not in qapp.styleSheet()


@pytest.mark.parametrize("table", [PAPER_STATES, LAMPS, LINKS, VERDICTS])
def test_states_of_one_family_differ_in_word_and_in_shape(table: dict[str, Sign]) -> None:
    signs = list(table.values())
    assert len({sign.glyph for sign in signs}) == len(signs)
    assert len({sign.word for sign in signs}) == len(signs)


def test_a_missing_font_is_named_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(theme, "resource", tmp_path.joinpath)
    assert theme.load_fonts(("HanaMinB.ttf",)) == ("HanaMinB.ttf",)
