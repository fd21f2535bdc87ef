"""Attachments: kept whole, unreadable on the disk, missed by name, carried by a backup."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.act_on_case import act_on_case
from clerk_app.deeds.attach import (
    attach,
    attachments_of,
    check_attachments,
    read_file,
    show_attachment,
)
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.print_jobs import open_jobs
from clerk_app.deeds.take_in import take_in
from clerk_app.intake.model import CheckedPaper, PaperState
from clerk_app.intake.rules.act_file import read_act
from clerk_app.kernel.errors import ClerkError
from clerk_app.storage import spool
from clerk_app.storage.attachments import FOLDER, key_of
from clerk_app.storage.backup import backup
from clerk_app.storage.spool import JobStage
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import AT, OPERATOR, PASSPHRASE, HandClock, create

MARK = b"SECRET-NAME-IN-THE-PICTURE"


def signature(shade: int = 0) -> bytes:
    """A PNG as a pad makes it, with a text in it that a scan of the disk would find."""
    from PIL.PngImagePlugin import PngInfo

    said, out = PngInfo(), BytesIO()
    said.add_text("Comment", MARK.decode())
    Image.new("L", (400, 160), shade).save(out, "PNG", pnginfo=said)
    return out.getvalue()


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("attach")
    create(folder / "w")
    with Workstation(HandClock()).open(folder / "w", PASSPHRASE) as opened:
        load(opened, folder, ITEM)
        yield opened


@pytest.fixture
def case(counter: Counter) -> str:
    return take_in(counter, asked(counter)).number


def code(call: object, *args: object, **more: object) -> str:
    assert callable(call)
    with pytest.raises(ClerkError) as caught:
        call(*args, **more)
    return caught.value.code


def test_a_signature_is_kept_under_its_own_digest_and_read_back(
    counter: Counter, case: str
) -> None:
    content = signature()
    made = attach(counter, case, content, "signature", document="receipt")
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    (kept,) = attachments_of(counter, case)
    assert (kept.document, kept.purpose, kept.media) == (f"{case}-02", "signature", "image/png")
    assert (kept.size, kept.operator) == (len(content), counter.clerk.id)
    assert show_attachment(counter, case, made.sha256) == content
    assert show_attachment(counter, case, made.sha256[:8]) == content
    assert code(show_attachment, counter, case, made.sha256[:7]) == "unknown_attachment"


def test_nothing_of_it_lies_in_plain_on_the_disk(counter: Counter, case: str) -> None:
    content = signature(7)
    attach(counter, case, content, "scan")
    for path in counter.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert MARK not in data, path
            assert content[8:40] not in data, path


def test_the_same_file_twice_is_one_file_and_two_records(counter: Counter, case: str) -> None:
    attach(counter, case, signature(9), "scan")
    before = len(list((counter.folder / FOLDER).iterdir()))
    attach(counter, case, signature(9), "scan")
    assert len(list((counter.folder / FOLDER).iterdir())) == before
    assert len(attachments_of(counter, case)) == 2


def test_a_file_damaged_missing_or_exchanged_is_named(counter: Counter, case: str) -> None:
    first = attach(counter, case, signature(11), "scan").sha256
    other = attach(counter, case, signature(12), "scan").sha256
    place = counter.folder / FOLDER
    whole = (place / first).read_bytes()
    (place / first).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert code(show_attachment, counter, case, first) == "attachment_damaged"
    shutil.copyfile(place / other, place / first)
    assert code(show_attachment, counter, case, first) == "attachment_damaged"
    (place / first).write_bytes(b"")
    assert code(show_attachment, counter, case, first) == "attachment_damaged"
    assert check_attachments(counter).damaged == (first,)
    (place / first).unlink()
    with pytest.raises(ClerkError) as caught:
        show_attachment(counter, case, first)
    assert caught.value.code == "attachment_missing"
    assert first[:16] in caught.value.message
    assert check_attachments(counter).missing == (first,)
    (place / first).write_bytes(whole)
    assert check_attachments(counter).missing == check_attachments(counter).damaged == ()


def test_a_name_is_bound_to_its_content_even_for_who_has_the_key(
    counter: Counter, case: str
) -> None:
    name = attach(counter, case, signature(13), "scan").sha256
    with counter.store.transaction() as db:
        key, nonce = key_of(db), bytes(12)
    forged = nonce + AESGCM(key).encrypt(nonce, b"another", name.encode())
    (counter.folder / FOLDER / name).write_bytes(forged)
    assert code(show_attachment, counter, case, name) == "attachment_damaged"
    attach(counter, case, signature(13), "scan")  # the same content again mends the file
    assert show_attachment(counter, case, name) == signature(13)


@pytest.mark.parametrize(
    ("content", "purpose"),
    [
        (b"", "scan"),
        (b"GIF89a" + bytes(40), "scan"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "scan"),
        (b"%PDF-1.5\n" + bytes(10 * 1024 * 1024), "scan"),
        (b"%PDF-1.5\n%%EOF", "signature"),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_nothing(
    counter: Counter, case: str, content: bytes, purpose: str
) -> None:
    assert code(attach, counter, case, content, purpose) == "bad_attachment"
    assert attachments_of(counter, case) == ()


def chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def png(across: int, down: int, *chunks: bytes) -> bytes:
    """A PNG of grey dots with these chunks between its head and its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", across, down, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IEND", b"")


def dots(across: int, down: int) -> bytes:
    return chunk(b"IDAT", zlib.compress(bytes((across + 1) * down)))


JPEG = BytesIO()
Image.effect_noise((80, 40), 50).save(JPEG, "JPEG")

BROKEN = {
    "no rows": png(300, 100),
    "rows that are no rows": png(300, 100, chunk(b"IDAT", b"not packed at all")),
    "too few rows": png(300, 100, dots(300, 3)),
    "torn": png(300, 100, dots(300, 100))[:-30],
    "a check sum that is wrong": png(300, 100, dots(300, 100)).replace(b"IEND", b"IEN\0"),
    "no size": png(0, 0, dots(0, 0)),
    "a size of nothing but ones": png(2**31 - 1, 2**31 - 1, dots(9, 9)),
    "a size no machine holds": png(60_000, 60_000, dots(9, 9)),
    "a head that is cut": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0\0\0\1"),
    "resolutions that are cut": png(2, 2, chunk(b"pHYs", b"\0"), dots(2, 2)),
    "a gamma that is cut": png(2, 2, chunk(b"gAMA", b"\0"), dots(2, 2)),
    "words without end": png(
        2, 2, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(3_000_000))), dots(2, 2)
    ),
    "no frames": png(2, 2, chunk(b"acTL", struct.pack(">II", 0, 0)), dots(2, 2)),
    "two frames": png(2, 2, chunk(b"acTL", struct.pack(">II", 2, 0)), dots(2, 2)),
    "a torn photo": JPEG.getvalue()[:-200],
    "the head of a photo": JPEG.getvalue()[:40],
}


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("purpose", ["signature", "scan"])
def test_a_picture_that_cannot_be_shown_to_its_last_row_is_refused(
    counter: Counter, case: str, broken: str, purpose: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ClerkError) as caught:
            attach(counter, case, BROKEN[broken], purpose)
    assert caught.value.code == "bad_attachment"
    assert any(word in caught.value.message for word in ("打不开", "太大", "会动", "PNG"))
    assert attachments_of(counter, case) == ()


def test_a_signature_has_the_size_of_one_and_a_scan_may_be_large(
    counter: Counter, case: str
) -> None:
    large = png(2500, 1601, dots(2500, 1601))
    with pytest.raises(ClerkError) as caught:
        attach(counter, case, large, "signature")
    assert caught.value.code == "bad_attachment"
    assert "2500×1601" in caught.value.message
    assert "400 万" in caught.value.message
    attach(counter, case, png(2500, 1600, dots(2500, 1600)), "signature")
    attach(counter, case, large, "scan")
    attach(counter, case, JPEG.getvalue(), "scan")
    with pytest.raises(ClerkError) as caught:
        attach(counter, case, png(8001, 5000, dots(8001, 5000)), "scan")
    assert "4000 万" in caught.value.message


def test_only_a_file_that_ends_and_is_not_too_long_is_read(tmp_path: Path) -> None:
    good = tmp_path / "s.png"
    good.write_bytes(signature())
    assert read_file(good) == signature()
    pipe, long = tmp_path / "pipe", tmp_path / "film.png"
    with long.open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    chosen = [(long, "10 MB"), (tmp_path, "普通文件"), (Path("a\0b"), "找不到")]
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)  # nobody writes into it: reading would never come back
        chosen += [(pipe, "普通文件"), (Path("/dev/zero"), "普通文件")]
    for path, word in chosen:
        with pytest.raises(ClerkError) as caught:
            read_file(path)
        assert caught.value.code == "bad_attachment"
        assert word in caught.value.message
    assert code(read_file, tmp_path / "none.png") == "no_file"


def test_the_purposes_are_those_of_a_clerk(counter: Counter, case: str) -> None:
    assert code(attach, counter, case, signature(), "sealed_page") == "bad_purpose"
    assert code(attach, counter, case, signature(), "seal") == "bad_purpose"
    assert code(attach, counter, "51160200012600999920", signature(), "scan") == "unknown_case"
    assert code(attach, counter, case, signature(), "scan", document="denial") == (
        "unknown_document"
    )


def test_a_collector_signs_for_a_delivery_and_for_nothing_else(counter: Counter) -> None:
    papers = tuple(CheckedPaper(m, PaperState.IN_ORDER, copies=1) for m in ("申请书", "租赁合同"))
    case = take_in(counter, asked(counter, papers=papers)).number
    assert code(attach, counter, case, signature(), "collector_signature") == (
        "no_delivery_receipt"
    )
    at = counter.clock.now().isoformat()
    result = {"name": "测试许可证", "number": "T001"}
    for action, fields in (
        ("decide", {"approver": OPERATOR, "result": result}),
        ("close", {}),
        ("deliver", {"delivery": {"method": "counter", "recipient": "测试𬱖䶮"}}),
    ):
        act_on_case(counter, case, read_act(action, {"at": at, **fields}))
    assert code(
        attach, counter, case, signature(), "collector_signature", document="acceptance"
    ) == ("no_delivery_receipt")
    attach(counter, case, signature(), "collector_signature")
    (kept,) = attachments_of(counter, case)
    assert kept.document == f"{case}-03"


def test_a_backup_carries_the_files_and_a_restore_opens_them(
    counter: Counter, case: str, tmp_path: Path
) -> None:
    content = signature(21)
    name = attach(counter, case, content, "scan").sha256
    with counter.store.transaction() as db:
        job = spool.add(db, number=f"{case}-01", kind="one_time_notice", case_number=case)
        spool.move(db, job.id, (job.state,), JobStage.HANDED, spool_job="7")
    file = tmp_path / "b.zip"
    made = backup(counter.store, counter.folder, counter.journal, file, AT)
    assert made.attachments == len(list((counter.folder / FOLDER).iterdir()))
    assert made.missing == ()
    assert MARK not in file.read_bytes()
    (tmp_path / "new").mkdir()
    place = tmp_path / "new" / "w"
    Workstation(HandClock()).restore(place, file, passphrase=PASSPHRASE, station="")
    with Workstation(HandClock()).open(place, PASSPHRASE) as restored:
        assert show_attachment(restored, case, name) == content
        assert check_attachments(restored).files == made.attachments
        (left,) = open_jobs(restored)  # nobody asks a spooler of another day
        assert (left.needs_a_look, left.spool_job) == (True, "")
