"""Small files beside the store are written whole or not at all."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Damaged, Misused, Unavailable
from clerk_app.storage.faults import from_os
from clerk_app.storage.files import read_json, write_json, write_whole


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "f.json"
    write_json(path, {"b": 1, "a": "测试𬱖"})
    assert path.read_text("utf-8") == '{\n "a": "测试𬱖",\n "b": 1\n}\n'
    write_json(path, {"a": "x"})
    assert read_json(path) == {"a": "x"}
    assert [p.name for p in tmp_path.iterdir()] == ["f.json"]


def test_two_threads_that_write_one_file_leave_one_of_the_two(tmp_path: Path) -> None:
    path = tmp_path / "f"
    parts = [bytes([n]) * 20_000 for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            list(pool.map(lambda data: write_whole(path, data), parts))
            assert path.read_bytes() in parts
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        write_whole(tmp_path / "absent" / "f", b"x")
    assert caught.value.code == "no_file"
    assert caught.value.message.endswith(f"：{tmp_path / 'absent' / 'f'}")  # not a passing name


def test_where_a_folder_or_a_pipe_stands_nothing_is_written(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder", tmp_path / "pipe"
    folder.mkdir()
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for target in (folder, pipe, tmp_path / "link"):
        with pytest.raises(Misused) as caught:
            write_whole(target, b"x")
        assert caught.value.code == "not_a_file"
        assert str(target) in caught.value.message
    assert (folder.is_dir(), pipe.is_fifo()) == (True, True)
    assert {each.name for each in tmp_path.iterdir()} == {"folder", "pipe", "link"}


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(Unavailable) as caught:
        write_whole(tmp_path / "file" / "f", b"x")
    assert caught.value.code == "not_a_folder"
    assert caught.value.message.endswith(f"：{tmp_path / 'file'}")


def test_a_file_that_is_no_json_object_is_damaged_and_named(tmp_path: Path) -> None:
    for content in (b"", b"[1]", b"{", b"\xff", b"[" * 100_000):
        (tmp_path / "f.json").write_bytes(content)
        with pytest.raises(Damaged) as caught:
            read_json(tmp_path / "f.json")
        assert "f.json" in caught.value.message


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EPERM, "read_only"),
        (errno.ENOENT, "no_file"),
        (errno.ENOTDIR, "not_a_folder"),
        (errno.EIO, "disk_error"),
    ],
)
def test_every_fault_of_the_disk_has_its_own_words(number: int, code: str) -> None:
    assert from_os(OSError(number, "x", "f")).code == code
    passing = from_os(OSError(number, "x", ".f.json.8f93d463.new"), Path("/place/f.json"))
    assert passing.code == code
    assert "/place" in passing.message
    assert ".new" not in passing.message
