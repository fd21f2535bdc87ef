"""What may stand in the place of a hall's file of sentences, and is then named: never the shipped
sentence in silence, never a crash, never a long wait."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.notices.wording import check_own, freeze, own, shipped
from tests.notices.hard import everyday
from tests.support.patience import comes_to_an_end

NOBODY = 65_534


@contextmanager
def without_rights() -> Iterator[None]:
    """As somebody whom permissions bind, for a test that is run by the administrator."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(mine)


def dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def looping(path: Path) -> None:
    path.symlink_to(path)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def brackets(path: Path) -> None:
    path.write_text(f"note = {'[' * 500}{']' * 500}", "utf-8")


def tables(path: Path) -> None:
    path.write_text(f"note = {'{a=' * 500}1{'}' * 500}", "utf-8")


def dotted(path: Path) -> None:
    path.write_text(f"{'.'.join('a' * 20_000)} = 1", "utf-8")


def quoted(path: Path) -> None:
    path.write_text(f"""[ {" . ".join(['"a"', "'b'"] * 10_000)} ]""", "utf-8")


def huge(path: Path) -> None:
    path.write_text(f'note = "收件不等于受理，真实性负责{"。" * 200_000}"', "utf-8")


def run_on(path: Path) -> None:
    path.write_text("a" * 250_000, "utf-8")


def hidden_name(path: Path) -> None:
    path.write_text('"\\u202e" = "x"', "utf-8")


def number(path: Path) -> None:
    path.write_text(f'sum = "x"\nnote = {"9" * 5_000}', "utf-8")


BROKEN: tuple[tuple[Callable[[Path], None], str], ...] = (
    (dangling, "断了的链接"),
    (looping, "断了的链接"),
    (folder, "不是文件"),
    (pipe, "不是文件"),
    (brackets, "读不出来|应为一段文字"),
    (tables, "读不出来|应为一段文字"),
    (dotted, "第1行的名称层数太多"),
    (quoted, "第1行的名称层数太多"),
    (huge, "文件太大，最多 256 KB"),
    (run_on, "读不出来"),
    (hidden_name, "名称写法不对"),
    (number, "第2行：一句要写在引号里，不能是数字"),
)


@pytest.mark.parametrize(("build", "named"), BROKEN, ids=[build.__name__ for build, _ in BROKEN])
def test_what_cannot_be_read_is_named_and_stops_the_paper(
    build: Callable[[Path], None], named: str, tmp_path: Path
) -> None:
    build(tmp_path / "receipt.toml")
    for ask in (
        lambda: freeze(everyday("receipt"), hall=tmp_path),
        lambda: own("receipt", tmp_path),
        lambda: check_own(tmp_path),
    ):
        with comes_to_an_end(), pytest.raises(Misused, match=named) as caught:
            ask()
        assert caught.value.code == "bad_wording"
        assert "receipt.toml" in caught.value.message


@pytest.mark.parametrize("build", [dangling, looping, pipe, Path.touch])
def test_something_else_in_the_place_of_the_folder_is_named(
    build: Callable[[Path], None], tmp_path: Path
) -> None:
    place = tmp_path / "wording"
    build(place)
    with pytest.raises(Misused, match=r"用语文件夹 wording 不是文件夹|用语文件夹 wording 打不开"):
        freeze(everyday("receipt"), hall=place)


def test_a_folder_or_a_file_without_permission_is_named() -> None:
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        file = place / "receipt.toml"
        file.write_text('sum = "材料共{count_pieces}件。"', "utf-8")
        place.chmod(0o755)
        file.chmod(0)
        with without_rights(), pytest.raises(Misused, match=r"receipt\.toml 读不出来：文件打不开"):
            own("receipt", place)
        place.chmod(0o311)
        with without_rights(), pytest.raises(Misused, match=r"用语文件夹 .* 打不开：没有权限"):
            own("receipt", place)
        place.chmod(0o444)
        with without_rights(), pytest.raises(Misused, match="打不开"):
            own("receipt", place)
        place.chmod(0o700)
        inner = place / "wording"
        with without_rights(), pytest.raises(Misused, match="用语文件夹 wording 打不开：没有权限"):
            own("receipt", inner)


def test_a_link_to_a_file_or_a_folder_is_followed(tmp_path: Path) -> None:
    real, linked = tmp_path / "kept", tmp_path / "wording"
    real.mkdir()
    (tmp_path / "our.toml").write_text('sum = "材料共{count_pieces}件。"', "utf-8")
    (real / "receipt.toml").symlink_to(tmp_path / "our.toml")
    linked.symlink_to(real)
    assert own("receipt", linked).texts["sum"] == "材料共{count_pieces}件。"
    assert own("receipt", tmp_path / "none") == shipped("receipt")


@pytest.mark.parametrize("end", ["", "\n", '\nclosing = "办件编号和查询码"\n'])
def test_a_sentence_that_is_written_twice_is_named(end: str, tmp_path: Path) -> None:
    twice = 'next = "一"\nsum = """共{count_pieces}件\nnext = 别的"""\nnext = "二"'
    (tmp_path / "receipt.toml").write_text(twice + end, "utf-8")
    with pytest.raises(Misused, match=re.escape("receipt.toml 读不出来：“next”写了两遍")):
        own("receipt", tmp_path)


def test_a_name_in_another_encoding_can_be_told(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb4\xf0.toml")).touch()
    with pytest.raises(Misused, match="不对应任何文书") as caught:
        own("receipt", tmp_path)
    caught.value.message.encode("utf-8")


def test_a_sentence_with_many_dots_is_one(tmp_path: Path) -> None:
    said = f"1.2.3.4.5.6.7.8.9 {'. ' * 200}见 a.b.c.d.e.f {'…' * 40} {'.' * 200}"
    (tmp_path / "receipt.toml").write_text(f'next = """\n{said}\n"""', "utf-8")
    assert own("receipt", tmp_path).texts["next"].strip() == said
