"""Seven pictures of a conditional acceptance, from the ticket to the paper made good.

    QT_QPA_PLATFORM=offscreen python -m tools.tour --out DIR

The real window on a real store of made-up people, driven by keys alone; the clock is moved a day
between the fifth and the sixth picture.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from clerk_app.intake.store import case
from tests.ui import journey_support as journey
from tests.ui.hands import ALT, NONE
from tests.ui.journey_support import PERSON, Window, put
from tests.ui.support import SetClock
from ui import theme
from ui.pictures import grab

ITEM = "SL-0024"
DAY = 86_400


def keys(window: Window, *names: str) -> None:
    """Keys where the focus is; `Alt+` goes before."""
    for name in names:
        held = ALT if name.startswith("Alt+") else NONE
        journey.press_by_hand(window, getattr(Qt.Key, f"Key_{name.rpartition('+')[2]}"), held)


def at() -> QWidget:
    """Where the focus is. Raises `RuntimeError` when nowhere."""
    widget = QApplication.focusWidget()
    if widget is None:
        raise RuntimeError("the window has no focus")
    return widget


def tour(window: Window, clock: SetClock, out: Path) -> list[Path]:
    """Walk the way; returns the pictures in order."""
    made: list[Path] = []

    def picture(name: str) -> None:
        made.append(out / f"{len(made) + 1}-{name}.png")
        grab(window.shell, made[-1])

    screen = window.intake
    keys(window, "F1")
    picture("ticket_called")
    put(at(), PERSON[0])
    keys(window, "Return")
    put(at(), PERSON[1])
    keys(window, "Return", "Return")
    put(at(), ITEM)
    picture("item_found")
    keys(window, "Return")
    keys(window, *["1"] * screen.state.situation_count)
    keys(window, "Down", "Down", "Down", "2", "A")
    picture("one_paper_missing")
    keys(window, "C")
    picture("undertaking_signed")
    keys(window, "Return")
    done = screen.state.done
    if done is None or done.outcome != "conditionally_accepted":
        raise RuntimeError(f"no conditional acceptance: {screen.state.verdict}")
    picture("accepted_and_printed")
    keys(window, "Return")
    clock.pass_seconds(DAY)
    keys(window, "Alt+4", "2")
    picture("who_owes_what")
    keys(window, "B", "1", "Return", "Return")
    picture("made_good")
    with window.desk.counter.store.reading() as db:
        state = case(db, window.desk.counter.viewer, done.number)
    if state.open_papers or not state.conditional:
        raise RuntimeError("the paper was not made good")
    return made


def main() -> int:
    """Draw the tour."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--theme", choices=tuple(theme.themes()), default="light")
    args = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise SystemExit("another kind of application runs here")
    theme.load_fonts(theme.FIRST_FONTS + theme.LATER_FONTS)
    theme.apply(app, args.theme)
    clock = SetClock()
    with tempfile.TemporaryDirectory() as folder:
        first = journey.make(Path(folder) / "made", clock)
        copied = first.copy(Path(folder) / "w")
        with journey.closing(journey.show(copied, clock, tickets=2)) as window:
            window.shell.resize(1366, 768)
            for path in tour(window, clock, args.out):
                print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
