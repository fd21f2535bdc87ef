"""What every test relies on: no skip without a listed reason, no network but loopback."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
hypothesis.settings.register_profile("quick", deadline=None, print_blob=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

LISTED = frozenset(
    tomllib.loads(Path(__file__).with_name("skips.toml").read_text(encoding="utf-8"))["reasons"]
)
_LOCAL = ("127.0.0.1", "::1", "localhost")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="only with --long"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes minutes; run by `make verify`")


def unlisted(reason: str) -> bool:
    """Whether a skip with this reason is a failure."""
    return reason.removeprefix("Skipped: ") not in LISTED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    outcome: Any = yield
    report = outcome.get_result()
    if hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"expected to fail: {report.wasxfail}; mend it or take it out"
    elif report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if unlisted(reason):
            report.outcome = "failed"
            report.longrepr = f"skipped without a listed reason (tests/skips.toml): {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """A module that skips itself is a failure too."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if unlisted(reason):
            report.outcome = "failed"
            report.longrepr = f"{collector.name}: skipped whole without a listed reason: {reason}"


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Stores of the tests are made with a password that costs little; a slot says its cost, so
    they open as any other. `tests/storage/test_key_file.py` tests what is shipped."""
    from clerk_app.storage import key_file

    key_file.cost = key_file.Cost(8, 1, 1)
    yield
    key_file.cost = key_file.SHIPPED


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Iterator[None]:
    """Whatever a test opens, it stays on this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in _LOCAL:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]  # the guard itself
    yield
    socket.socket.connect = real  # type: ignore[method-assign]  # put back
