"""Real faults: a disk that is full, a disk that is read-only, a process that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDS_ROOT = "needs root: a real tmpfs and a real read-only mount"

_SERVER = """
import importlib, json, os, sys, traceback
module, names = importlib.import_module(sys.argv[1]), sys.argv[2:]
print("ready", flush=True)
for line in sys.stdin:
    name, *values = json.loads(line)
    child = os.fork()
    if child == 0:
        try:
            print("child", os.getpid(), flush=True)
            getattr(module, name)(*values)
            sys.stdout.flush()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""


def _command(*words: str | Path) -> None:
    subprocess.run([str(w) for w in words], check=True, capture_output=True, timeout=120)


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A tmpfs of `size` mounted at `place`, unmounted whatever happens."""
    place.mkdir(exist_ok=True)
    _mounted("-t", "tmpfs", "-o", f"size={size}", "tmpfs", place)
    try:
        yield place
    finally:
        _unmount(place)


@contextmanager
def read_only(folder: Path, place: Path) -> Iterator[Path]:
    """`folder`, seen read-only at `place`."""
    place.mkdir(exist_ok=True)
    _mounted("--bind", folder, place)
    try:
        _command("mount", "-o", "remount,ro,bind", place)
        yield place
    finally:
        _unmount(place)


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


def _mounted(*words: str | Path) -> None:
    try:
        _command("mount", *words)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(NEEDS_ROOT)


def _unmount(place: Path) -> None:
    try:
        _command("umount", place)
    except subprocess.CalledProcessError:  # a file is still open: let go when it is closed
        _command("umount", "--lazy", place)


class Child:
    """A process that runs one job of a module and can be killed."""

    def __init__(self, server: subprocess.Popen[str], pid: int) -> None:
        self._server = server
        self._pid = pid
        self.exit_code: int | None = None

    def line(self) -> str:
        """The next line the job prints; empty once it has ended."""
        assert self._server.stdout is not None
        text = self._server.stdout.readline()
        assert text, "the server of jobs is gone"
        if text.startswith("ended "):
            self.exit_code = int(text.split()[1])
            return ""
        return text.rstrip("\n")

    def kill(self) -> list[str]:
        """SIGKILL; what it had printed before."""
        if self.exit_code is None:  # else the number may be another process's by now
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(self._pid, signal.SIGKILL)
        return self.rest()

    def rest(self) -> list[str]:
        """Everything it still prints until it ends."""
        lines: list[str] = []
        while self.exit_code is None:
            text = self.line()
            if self.exit_code is None:
                lines.append(text)
        return lines


class Jobs:
    """Forks a process per job from one that has everything imported, one at a time."""

    def __init__(self, module: str) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, module],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == "ready\n"
        self._last: Child | None = None

    def start(self, name: str, *values: str | int) -> Child:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self.clear()
        self._server.stdin.write(json.dumps([name, *values]) + "\n")
        self._server.stdin.flush()
        word, pid = self._server.stdout.readline().split()
        assert word == "child"
        self._last = Child(self._server, int(pid))
        return self._last

    def clear(self) -> None:
        """End what a failed test left running."""
        if self._last is not None and self._last.exit_code is None:
            self._last.kill()

    def stop(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self.clear()
        self._server.stdin.close()
        self._server.wait(120)
        self._server.stdout.close()


def flip(path: Path, at: int, bit: int = 1) -> None:
    """Turn over one bit of a file."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bit]))
