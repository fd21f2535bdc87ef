"""Seals: sent with a digest, kept as they came back, refused without a trace, never a picture."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.attach import attachments_of
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.seal_document import seal_document, sealed_file
from clerk_app.deeds.take_in import take_in
from clerk_app.devices.seal import seal_service
from clerk_app.devices.seal.port import Sealed, SealRequest
from clerk_app.devices.seal.simulated import SimulatedSeal
from clerk_app.kernel.errors import ClerkError
from clerk_app.storage.journal import caseless_events
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import HALL, HALL_NAME, OPERATOR, PASSPHRASE, HandClock, create


def opened(folder: Path, *, practice: bool) -> Iterator[Counter]:
    station = Workstation(HandClock())
    if practice:
        station.create(
            folder / "w",
            hall=HALL,
            name=HALL_NAME,
            station="",
            operator=OPERATOR,
            passphrase=PASSPHRASE,
            sample=True,
            practice=True,
        )
    else:
        create(folder / "w")
    with station.open(folder / "w", PASSPHRASE, operator=OPERATOR) as counter:
        load(counter, folder, ITEM)
        yield counter


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    yield from opened(tmp_path_factory.mktemp("practice"), practice=True)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    yield from opened(tmp_path_factory.mktemp("real"), practice=False)


class Another:
    """A service that sends something else back."""

    name = "another"

    def __init__(self, change: str) -> None:
        self._change = change

    def seal(self, request: SealRequest) -> Sealed:
        sealed = SimulatedSeal().seal(request)
        if self._change == "pdf":
            return replace(sealed, pdf=b"%PDF-1.5 another")
        if self._change == "bytes":
            return replace(sealed, pdf=sealed.pdf.replace(b"%PDF", b"%FDP", 1))
        if self._change == "unsealed":
            return replace(sealed, pdf=request.pdf)
        return replace(sealed, sha256="0" * 64)


def traces(counter: Counter, case: str) -> tuple[int, int]:
    with counter.store.reading() as db:
        sealed = len(list(caseless_events(db, ("document.sealed",), case)))
    return len(attachments_of(counter, case)), sealed


def code(counter: Counter, service: object, case: str) -> str:
    with pytest.raises(ClerkError) as caught:
        seal_document(counter, service, case, "one_time_notice")  # type: ignore[arg-type]
    return caught.value.code


def test_a_sealed_document_is_kept_and_says_that_it_is_simulated(
    practice: Counter, tmp_path: Path
) -> None:
    case = take_in(practice, asked(practice)).number
    service = seal_service("simulated:")
    made = seal_document(practice, service, case, "one_time_notice")
    assert (made.number, made.simulated) == (f"{case}-01", True)
    content = sealed_file(practice, case, made.number)
    assert content is not None
    (kept,) = attachments_of(practice, case)
    assert (kept.purpose, kept.document, kept.sha256) == (
        "sealed_page",
        made.number,
        made.sha256,
    )
    path = tmp_path / "sealed.pdf"
    path.write_bytes(content)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    reader = PdfReader(BytesIO(content))
    mark: Any = reader.trailer["/ClerkSeal"].get_object()
    assert mark["/Type"] == "/Sig"
    assert "模拟" in mark["/Reason"]
    page = reader.pages[0]
    assert "未盖章无效" in page.extract_text().replace(" ", "")
    assert list(page.images) == []  # no picture of a seal
    assert traces(practice, case) == (1, 1)
    assert code(practice, service, case) == "already_sealed"
    assert sealed_file(practice, case, f"{case}-02") is None


def test_a_refusal_or_a_dead_service_leaves_nothing(practice: Counter) -> None:
    case = take_in(practice, asked(practice)).number
    assert code(practice, SimulatedSeal(away=True), case) == "seal_offline"
    assert code(practice, SimulatedSeal(refuses="没有这个机关的印章"), case) == "seal_refused"
    assert traces(practice, case) == (0, 0)
    assert sealed_file(practice, case, f"{case}-01") is None
    assert list((practice.folder / "spool").iterdir()) == []


@pytest.mark.parametrize("change", ["pdf", "bytes", "unsealed", "digest"])
def test_what_is_not_our_document_is_not_taken(practice: Counter, change: str) -> None:
    case = take_in(practice, asked(practice)).number
    assert code(practice, Another(change), case) == "seal_mismatch"
    assert traces(practice, case) == (0, 0)


def test_a_real_hall_takes_no_simulated_seal(real: Counter) -> None:
    case = take_in(real, asked(real)).number
    assert code(real, SimulatedSeal(), case) == "simulated_seal"
    assert traces(real, case) == (0, 0)
