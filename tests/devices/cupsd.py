"""A CUPS server of our own on the loopback: its own folders, its own port, one queue.

The queue's backend is a shell script of ours that stands for a printer: while `hold` lies in its
folder it reports what stands in it (an empty tray, an open cover) and waits, as drivers do; else
it lays the page it was given into the folder, which is its paper tray.
"""

from __future__ import annotations

import grp
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUEUE = "HallA4"
_ENV = {**os.environ, "LC_ALL": "C"}
_BACKEND = """#!/bin/sh
# job user title copies options file
[ $# -eq 0 ] && exit 0
echo "$5" >"{tray}/$1.options"
printf '%s' "$3" >"{tray}/$1.title"
while [ -f "{tray}/hold" ]; do
  echo "STATE: $(cat "{tray}/hold")" >&2
  sleep 0.05
done
echo "STATE: none" >&2
cat "$6" >"{tray}/$1.part" && mv "{tray}/$1.part" "{tray}/$1-$4.pdf"
"""
_CONF = """Listen 127.0.0.1:{port}
LogLevel warn
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobHistory Yes
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {root}/etc
ServerBin {root}/bin
DataDir /usr/share/cups
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/run
ErrorLog {root}/log/error
AccessLog {root}/log/access
PageLog {root}/log/page
SystemGroup {group}
"""
_QUEUES = """<Printer {queue}>
Info {queue}
DeviceURI tray:/
State Idle
StateTime 1700000000
Type 4
Accepting Yes
Shared No
JobSheets none none
OpPolicy default
ErrorPolicy stop-printer
</Printer>
"""


@dataclass
class Cupsd:
    """A running server. `tray` is where the pages come out, `server` its address."""

    root: Path
    server: str
    process: subprocess.Popen[bytes]

    @property
    def tray(self) -> Path:
        """Where the pages come out."""
        return self.root / "tray"

    def hold(self, reason: str) -> None:
        """The printer stops with this reason (a keyword of IPP) until `go`."""
        (self.tray / "hold.part").write_text(reason, "ascii")
        (self.tray / "hold.part").rename(self.tray / "hold")

    def go(self) -> None:
        """The printer goes on."""
        (self.tray / "hold").unlink(missing_ok=True)

    def say(self, *words: str) -> None:
        """An operator's command for the queue."""
        program, *options = words
        subprocess.run([program, "-h", self.server, *options], check=True, timeout=120, env=_ENV)

    def kill(self) -> None:
        """As if the power went."""
        self.process.kill()
        self.process.wait(120)

    def again(self) -> None:
        """Start once more on the same folders and the same port."""
        self.process = _run(self.root, self.server)


def start(root: Path) -> Cupsd:
    """Start a server; fails loudly where CUPS is not installed (`make setup` installs it)."""
    for name in ("etc", "spool/tmp", "cache", "run/certs", "log", "tray", "data"):
        (root / name).mkdir(parents=True)
    for name in ("backend", "daemon", "filter", "notifier"):
        (root / "bin" / name).mkdir(parents=True)
    shutil.copy("/usr/lib/cups/daemon/cups-exec", root / "bin" / "daemon")
    backend = root / "bin" / "backend" / "tray"
    backend.write_text(_BACKEND.format(tray=root / "tray"), "utf-8")
    backend.chmod(0o700)  # for root alone: cupsd then does not drop its rights for it
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = f"127.0.0.1:{probe.getsockname()[1]}"
    group = grp.getgrgid(os.getgid()).gr_name
    etc = root / "etc"
    (etc / "cupsd.conf").write_text(_CONF.format(port=server.rpartition(":")[2]), "utf-8")
    (etc / "cups-files.conf").write_text(_FILES.format(root=root, group=group), "utf-8")
    (etc / "printers.conf").write_text(_QUEUES.format(queue=QUEUE), "utf-8")
    (etc / "printers.conf").chmod(0o600)
    return Cupsd(root, server, _run(root, server))


def _run(root: Path, server: str) -> subprocess.Popen[bytes]:
    etc = root / "etc"
    process = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", "-c", etc / "cupsd.conf", "-s", etc / "cups-files.conf"],
        stderr=subprocess.DEVNULL,
    )

    def answers() -> bool:
        assert process.poll() is None, "cupsd ended; see its log"
        asked = ["lpstat", "-h", server, "-p", QUEUE]
        return subprocess.run(asked, capture_output=True, check=False, env=_ENV).returncode == 0

    until(answers)
    return process


def stop(cupsd: Cupsd) -> None:
    """End the server."""
    if cupsd.process.poll() is None:
        cupsd.process.send_signal(signal.SIGTERM)
        try:
            cupsd.process.wait(5)
        except subprocess.TimeoutExpired:
            cupsd.kill()


def until(happens: Callable[[], Any], within: float = 60.0) -> Any:
    """Wait for something; what it gave. Fails when it does not come."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        given = happens()
        if given:
            return given
        time.sleep(0.02)
    raise AssertionError(f"not within {within} s")
