"""HTTP to the hall. The only user of `requests`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import requests
import urllib3.exceptions

from clerk_app.kernel.errors import Misused, Unavailable
from clerk_app.wire.answers import body_of
from clerk_app.wire.signing import HALL_SIGNATURE

CONNECT_SECONDS, READ_SECONDS = 5, 60
ANSWER_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of a 200 answer in JSON and the signature it came with, not yet checked."""

    body: bytes
    signature: str


class Transport:
    """One hall's address. Counts what travels; a fresh session after every drop."""

    def __init__(self, url: str) -> None:
        if not url.startswith(("http://", "https://")):
            raise Misused("bad_url", f"大厅地址应以 http:// 或 https:// 开头：{url}")
        self.url = url.rstrip("/")
        self.sent = 0
        self.received = 0
        self.requests = 0
        self._session = _session()

    def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a body; the same bytes once more if the line dropped, since every call may be
        repeated. Raises `Unavailable` (`no_hall`, `not_a_hall`) or the hall's own refusal."""
        return self._call("POST", path, body, headers)

    def get(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Ask. Raises as `post`."""
        return self._call("GET", path, None, headers)

    def close(self) -> None:
        """Let the connection go."""
        self._session.close()

    def _call(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        try:
            return self._once(method, path, body, headers)
        except (requests.ConnectionError, urllib3.exceptions.ProtocolError):
            self._session.close()
            self._session = _session()
        except requests.RequestException as error:
            raise Unavailable("no_hall", "连不上大厅服务器，数据已存本机，稍后会再传") from error
        try:
            return self._once(method, path, body, headers)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise Unavailable("no_hall", "连不上大厅服务器，数据已存本机，稍后会再传") from error

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        self.requests += 1
        self.sent += len(body or b"")
        with self._session.request(
            method,
            self.url + path,
            data=body,
            headers=dict(headers),
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            data = _read(response)
        self.received += len(data)
        content = body_of(response.status_code, response.headers.get("Content-Type", ""), data)
        return Answer(content, response.headers.get(HALL_SIGNATURE, ""))


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # a proxy variable must not carry calls out of the building
    session.headers.clear()
    return session


def _read(response: requests.Response) -> bytes:
    parts = []
    size = 0
    for part in response.iter_content(65536):
        size += len(part)
        if size > ANSWER_LIMIT:
            raise Unavailable("not_a_hall", "应答过大，已丢弃")
        parts.append(part)
    return b"".join(parts)
