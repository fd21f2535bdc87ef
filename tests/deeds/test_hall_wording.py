"""At the counter: what a hall has written is printed, or nothing is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clerk_app.bootstrap import Workstation
from clerk_app.deeds.counter import Counter
from clerk_app.deeds.take_in import take_in
from clerk_app.kernel.errors import Misused
from clerk_app.notices.wording import OWN_FOLDER
from tests.deeds import test_act_papers as acts
from tests.deeds.test_versions import ITEM, asked, load
from tests.support.stores import PASSPHRASE, HandClock, create

BRACKETS = f"note = {'[' * 500}{']' * 500}"


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    create(tmp_path / "w")
    with Workstation(HandClock()).open(tmp_path / "w", PASSPHRASE) as opened:
        load(opened, tmp_path, ITEM)
        yield opened


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda file: file.symlink_to("nowhere"), "receipt.toml"),
        (lambda file: file.mkdir(), "receipt.toml"),
        (os.mkfifo, "receipt.toml"),
        (lambda file: file.write_text(BRACKETS, "utf-8"), "receipt.toml"),
        (lambda file: (file.parent.rmdir(), file.parent.touch()), OWN_FOLDER),
    ],
    ids=["link", "folder", "pipe", "brackets", "no folder"],
)
def test_wording_that_cannot_be_read_stops_the_case_and_burns_no_number(
    counter: Counter, spoil: Callable[[Path], object], named: str
) -> None:
    place = counter.folder / OWN_FOLDER
    place.mkdir(exist_ok=True)
    before = counter.journal.count
    spoil(place / "receipt.toml")
    with pytest.raises(Misused, match=named) as caught:
        take_in(counter, asked(counter))
    assert caught.value.code == "bad_wording"
    assert counter.journal.count == before


def test_what_lies_beside_the_files_and_an_older_sentence_stop_no_paper(
    counter: Counter, tmp_path: Path
) -> None:
    place = counter.folder / OWN_FOLDER
    place.mkdir(exist_ok=True)
    for name in ("说明.txt", "~$acceptance.toml", ".acceptance.toml.swp"):
        (place / name).write_bytes(b"x")
    ours = "领取结果时请带本通知书；凭办件编号可以查询办理进度。"
    (place / "acceptance.toml").write_text(f'closing = "{ours}"', "utf-8")
    assert ours in acts.page(counter, acts.accepted(counter), "acceptance", tmp_path)


def test_a_denial_says_the_remedies_of_the_hall(counter: Counter, tmp_path: Path) -> None:
    place = counter.folder / OWN_FOLDER
    place.mkdir(exist_ok=True)
    ours = (
        "如不服本决定，可在收到本决定书之日起60日内，向示例市人民政府申请行政复议；"
        "也可在收到本决定书之日起6个月内，向示例区人民法院提起行政诉讼。行政复议不收取任何费用。"
    )
    edition = "救济文字 第1版（2025年3月1日）"
    (place / "denial.toml").write_text(
        f'remedies = "{ours}"\nremedies_edition = "{edition}"', "utf-8"
    )
    read = acts.page(counter, acts.denied(counter), "denial", tmp_path)
    assert ours in read
    assert "".join(edition.split()) in read
