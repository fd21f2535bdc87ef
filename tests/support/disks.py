"""Real full disks and real read-only folders. Both need root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NEEDS_ROOT = "needs root: a real tmpfs and a real read-only mount"


def require_mounts() -> None:
    """Skip, with the listed reason, where nothing can be mounted."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip(NEEDS_ROOT)


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size at `place`; it is full when it is full."""
    require_mounts()
    place.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place))
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def read_only(place: Path) -> Iterator[Path]:
    """`place` as a read-only bind mount: not even root can write."""
    require_mounts()
    _mount("--bind", str(place), str(place))
    try:
        _mount("-o", "remount,bind,ro", str(place))
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path, leave: int = 0) -> Path:
    """Fill the file system at `place`, leaving about that many bytes. Returns the ballast."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    if leave:
        os.truncate(ballast, max(0, ballast.stat().st_size - leave))
    return ballast


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)
