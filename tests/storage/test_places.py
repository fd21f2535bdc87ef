"""What a person may type as a place to save at, and what she is told of the rest."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from clerk_app.kernel.errors import ClerkError
from clerk_app.storage.files import write_whole
from clerk_app.storage.places import file_place, folder_place, shown, written

posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links as POSIX has them")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


def refused(home: Path, path: Path | str, *, ending: str = ".pdf") -> tuple[str, str]:
    with pytest.raises(ClerkError) as caught:
        file_place(home, Path(path), ending=ending)
    return caught.value.code, caught.value.message


@posix
@pytest.mark.parametrize("name", ["p.pdf", "p"])
def test_what_is_no_plain_file_is_refused_by_its_name(
    home: Path, tmp_path: Path, name: str
) -> None:
    ending = "" if name == "p" else ".pdf"
    place = tmp_path / name
    target = tmp_path / "letter.txt"
    target.write_text("a letter", encoding="utf-8")
    os.mkfifo(place)
    code, said = refused(home, place, ending=ending)
    assert (code, str(place) in said) == ("not_a_file", True)
    assert stat.S_ISFIFO(place.lstat().st_mode)
    place.unlink()
    for to in (target, tmp_path / "nowhere"):  # a link, and one that leads nowhere
        place.symlink_to(to)
        assert refused(home, place, ending=ending)[0] == "not_a_file"
        place.unlink()
    assert target.read_text(encoding="utf-8") == "a letter"
    place.mkdir()
    code, said = refused(home, place, ending=ending)
    assert (code, "文件夹" in said, str(place) in said) == ("not_a_file", True, True)


def test_a_folder_is_not_given_an_ending_and_written_beside(home: Path, tmp_path: Path) -> None:
    (tmp_path / "盖章").mkdir()
    assert refused(home, tmp_path / "盖章")[0] == "not_a_file"


@pytest.mark.parametrize("typed", ["/", ".", "", "..", "./", "//"])
def test_a_path_without_a_name_is_told_as_one(home: Path, typed: str) -> None:
    code, said = refused(home, typed)
    assert code == "not_a_file"
    assert "请在后面写上文件的名字" in said


@pytest.mark.parametrize("typed", ["a\0b", "a\0.pdf", "a\nb.pdf", "a\udcffb", "a\ud800.pdf"])
def test_what_cannot_be_read_back_is_refused_in_words_that_can_be_printed(
    home: Path, tmp_path: Path, typed: str
) -> None:
    for path in (tmp_path / typed, Path(typed)):
        code, said = refused(home, path)
        assert code == "bad_path"
        assert "a□" in said
        said.encode("utf-8")
        with pytest.raises(ClerkError) as caught:
            folder_place(home, path)
        assert caught.value.code == "bad_path"


@pytest.mark.parametrize(
    "name",
    ["新建　文件夹", "a\u00a0b", "张\U00031350", "张\ue82b", "张\u2fffc", "😀", "\u0378"],
    ids=["wide blank", "no-break blank", "extension H", "private use", "radical", "sign", "later"],
)
def test_a_name_that_can_be_read_is_one_whatever_its_characters(
    home: Path, tmp_path: Path, name: str
) -> None:
    assert file_place(home, tmp_path / f"{name}.pdf", ending=".pdf").name == f"{name}.pdf"
    assert folder_place(home, tmp_path / name).is_dir()
    assert shown(tmp_path / name) == str(tmp_path / name)


@pytest.mark.parametrize("name", ["a\u202efdp.exe", "a\u2028b", "a\u2029b", "a\x7fb", "a\u200fb"])
def test_what_turns_or_breaks_the_line_is_no_name(home: Path, tmp_path: Path, name: str) -> None:
    assert refused(home, tmp_path / name)[0] == "bad_path"


@pytest.mark.parametrize("typed", ["", " ", "\u3000"])
def test_an_empty_path_is_told_as_one(typed: str) -> None:
    with pytest.raises(ClerkError) as caught:
        written(typed)
    assert caught.value.code == "bad_path"
    assert "路径是空的" in caught.value.message
    assert written("a.pdf") == Path("a.pdf")


@posix
def test_a_link_to_a_folder_that_is_gone_is_told_by_its_own_name(
    home: Path, tmp_path: Path
) -> None:
    link = tmp_path / "dangling"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ClerkError) as caught:
        folder_place(home, link)
    assert caught.value.code == "not_a_folder"
    assert str(link) in caught.value.message
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a folder nobody can write to, root neither")
def test_a_folder_that_takes_no_file_is_told_before_anything_is_done(home: Path) -> None:
    with pytest.raises(ClerkError) as caught:
        folder_place(home, Path("/proc/self"))
    assert caught.value.code == "read_only"
    assert "/proc/self" in caught.value.message


def test_trying_a_folder_leaves_nothing_in_it(home: Path, tmp_path: Path) -> None:
    assert list(folder_place(home, tmp_path / "pages").iterdir()) == []


@posix
@pytest.mark.parametrize("stood", [None, 0o644, 0o600, 0o400])
def test_what_is_private_is_read_by_this_account_alone(tmp_path: Path, stood: int | None) -> None:
    path = tmp_path / "a.pdf"
    if stood is not None:
        path.write_bytes(b"old")
        path.chmod(stood)
    before = os.umask(0o022)
    try:
        write_whole(path, b"%PDF", private=True)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == (0o400 if stood == 0o400 else 0o600)
    assert path.read_bytes() == b"%PDF"


@posix
def test_a_name_or_folder_that_is_too_long_is_told(home: Path, tmp_path: Path) -> None:
    for path in (
        tmp_path / ("长" * 90),
        tmp_path / f"{'长' * 90}.pdf",
        tmp_path / ("n" * 252),  # fits, and with .pdf no more
        tmp_path / ("f" * 300) / "a.pdf",
        Path("/" + "f/" * 4000 + "a.pdf"),
    ):
        code, said = refused(home, path)
        assert code == "bad_path", path
        assert "短" in said
        assert len(said) < 260


@posix
def test_a_name_that_just_fits_is_written(home: Path, tmp_path: Path) -> None:
    place = file_place(home, tmp_path / f"{'n' * 251}.pdf", ending=".pdf")
    write_whole(place, b"%PDF")
    assert [path.name for path in tmp_path.glob("*.pdf")] == [place.name]


@posix
def test_a_folder_of_the_path_is_told_by_its_own_name(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    code, said = refused(home, tmp_path / "file" / "a.pdf")
    assert (code, str(tmp_path / "file") in said) == ("not_a_folder", True)
    code, said = refused(home, tmp_path / "none" / "a.pdf")
    assert (code, str(tmp_path / "none") in said) == ("no_file", True)
    with pytest.raises(ClerkError) as caught:
        folder_place(home, tmp_path / "file")
    assert caught.value.code == "not_a_folder"
    assert str(tmp_path / "file") in caught.value.message
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refused(home, tmp_path / "loop" / "a.pdf")[0] == "bad_path"


def test_a_plain_file_that_was_named_may_be_written_over(home: Path, tmp_path: Path) -> None:
    old = tmp_path / "copy.pdf"
    old.write_bytes(b"the old one")
    assert file_place(home, old, ending=".pdf") == old
    assert refused(home, tmp_path / "copy")[0] == "file_there"  # nobody named this one
    assert file_place(home, tmp_path / "new", ending=".pdf") == tmp_path / "new.pdf"
    assert refused(home, home / "a.pdf")[0] == "inside_data"
    assert folder_place(home, tmp_path / "a" / "b").is_dir()
