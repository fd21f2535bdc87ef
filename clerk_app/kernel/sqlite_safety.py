"""Which SQLite may hold what was printed, and the settings that keep a commit after a power cut.

Pure functions, shared by the workstation's store and the hall's: each has its own engine.
The WAL-reset fault (two connections and a checkpoint in a race lose committed pages) is in
3.7.0 to 3.51.2; it was mended in 3.51.3 and taken back into 3.50.7 and 3.44.6. 3.52.0 was
withdrawn by its makers.
"""

from __future__ import annotations

from collections.abc import Mapping

PRAGMAS: Mapping[str, str] = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
"""What every connection sets and reads back; synchronous 2 is FULL: the commit is on the disk
before the paper leaves the printer."""

_MENDED = (3, 51, 3)
_BACKPORTS: dict[tuple[int, ...], int] = {(3, 44): 6, (3, 50): 7}
_WITHDRAWN = {(3, 52, 0)}


def fault_in_version(version: tuple[int, ...] | str) -> str | None:
    """Say why this SQLite must not be used, or None. Takes `sqlite_version` or its numbers.

    >>> fault_in_version("3.53.4") is None
    True
    >>> fault_in_version((3, 51, 2))
    'SQLite 3.51.2 会在断电或并发时丢失已提交的内容，需 3.51.3 以上'
    """
    if isinstance(version, str):
        try:
            version = tuple(int(part) for part in version.split("."))
        except ValueError:
            return f"认不出的 SQLite 版本：{version[:40]!r}"
    if len(version) < 3 or min(version) < 0:
        return f"认不出的 SQLite 版本：{version!r}"
    shown = ".".join(map(str, version))
    number = version[:3]
    if number in _WITHDRAWN:
        return f"SQLite {shown} 已被发布者撤回，需 3.51.3 以上的其他版本"
    backport = _BACKPORTS.get(number[:2])
    if number >= _MENDED or (backport is not None and number[2] >= backport):
        return None
    return f"SQLite {shown} 会在断电或并发时丢失已提交的内容，需 3.51.3 以上"


def fault_in_pragmas(read: Mapping[str, object]) -> str | None:
    """Compare what a connection answers with `PRAGMAS`; name the first that differs, or None.

    A pragma that cannot be set is silently ignored by SQLite (WAL on a network folder), so
    reading back is the only proof. Values are compared as text, without case.

    >>> fault_in_pragmas({"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}) is None
    True
    """
    for name, wanted in PRAGMAS.items():
        found = str(read.get(name, "")).lower()
        if found != wanted:
            return f"SQLite 设置 {name} 应为 {wanted}，实际是 {found or '空'}"
    return None
