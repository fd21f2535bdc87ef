"""Serving the hall over HTTP until told to stop."""

from __future__ import annotations

import json
import signal
import socket
from argparse import Namespace
from collections.abc import Callable
from typing import Any

import uvicorn

from clerk_app.kernel.clock import Clock
from clerk_app.kernel.errors import Misused, Unavailable
from hall_server.app import create_app
from hall_server.commands import key_from_environment
from hall_server.halls import hall_codes
from hall_server.store.hall_store import HallStore


def serve(args: Namespace, clock: Clock, say: Callable[[str], None]) -> None:
    """Open the store, take the port, say which (one JSON line), and serve.

    Raises `Unavailable`: `not_available_yet` for a PostgreSQL URL, `port_taken`, `no_hall`,
    and what opening the store raises.
    """
    _check_url(args.db)
    with HallStore(args.data, key_from_environment(), serve=True) as store:
        with store.reading() as db:
            halls = hall_codes(db)
        if not halls:
            raise Unavailable("no_hall", "库里还没有大厅，请先运行 init")
        with _listen(args.host, args.port) as listening:
            port = listening.getsockname()[1]
            server = uvicorn.Server(
                uvicorn.Config(
                    create_app(store, clock),
                    log_level="warning",
                    access_log=False,
                    lifespan="off",
                    timeout_graceful_shutdown=5,
                )
            )
            # uvicorn hands the signal on once it has stopped: then the store is still to close
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _stopped)
            say(json.dumps({"port": port, "hall": halls[0], "halls": halls}))
            server.run(sockets=[listening])


def _stopped(*_: Any) -> None:
    """The server has stopped already; nothing more to do."""


def _check_url(url: str | None) -> None:
    if url is None:
        return
    if url.startswith(("postgresql:", "postgres:", "postgresql+")):
        raise Unavailable("not_available_yet", "PostgreSQL 尚未提供（not available yet）")
    raise Misused("bad_db", "--db 只认 postgresql:// 开头的地址；SQLite 用 --data 指定文件夹")


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise Misused("bad_port", "端口应在 0 到 65535 之间")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(256)
    except OSError as error:
        listening.close()
        raise Unavailable("port_taken", f"端口 {host}:{port} 用不了，请换一个") from error
    return listening
