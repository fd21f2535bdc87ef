"""Pictures of widgets, and the words a screen reader would find in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from clerk_app.kernel.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


def grab(widget: QWidget, path: Path) -> None:
    """Write the widget as a PNG. Raises `Unavailable` (`cannot_write`)."""
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path), "PNG"):
        raise Unavailable("cannot_write", f"图片写不进去：{path.name}")


def accessible_texts(widget: QWidget) -> list[str]:
    """Every name and value of the visible part of the accessibility tree, in its order."""
    root = QAccessible.queryAccessibleInterface(widget)
    found: list[str] = []
    if root is not None:
        _walk(root, found)
    return found


def _walk(item: QAccessibleInterface, found: list[str]) -> None:
    if item.state().invisible:
        return
    for kind in (QAccessible.Text.Name, QAccessible.Text.Value):
        text = item.text(kind)
        if text and text not in found[-1:]:
            found.append(text)
    for index in range(item.childCount()):
        child = item.child(index)
        if child is not None:
            _walk(child, found)
