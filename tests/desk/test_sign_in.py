"""Signing in, without a window: what is said, when, and what is never said."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from clerk_app.desk.frame import Desk
from clerk_app.desk.messages import KNOWN, Message, Weight, explain, waiting_words
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.desk.sign_in import (
    Phase,
    Place,
    SignInPresenter,
    SignInState,
    StationStatus,
    moment,
    read_place,
    read_status,
    status_lines,
)
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError, Damaged, Misused, Refused, Unavailable
from tests.ui.support import NOW, PASSWORD, PLACE, FakeSignIn, SetClock


class Scene:
    """A presenter with everything round it."""

    def __init__(self, port: FakeSignIn | None = None) -> None:
        self.port = port or FakeSignIn()
        self.clock = SetClock()
        self.seen: list[SignInState] = []
        self.inside: list[Desk] = []
        self.presenter = SignInPresenter(
            self.port, ImmediateRunner(), self.clock, self.seen.append, self.inside.append
        )

    @property
    def state(self) -> SignInState:
        assert self.seen[-1] is self.presenter.state
        return self.presenter.state

    @property
    def message(self) -> Message:
        assert self.state.message is not None
        return self.state.message


def test_the_right_password_opens_the_desk_of_the_chosen_clerk() -> None:
    scene = Scene()
    scene.presenter.choose("c2")
    scene.presenter.submit(PASSWORD)
    assert scene.port.tried == [("c2", PASSWORD)]
    assert scene.inside == [scene.port.desk]
    phases = [state.phase for state in scene.seen]
    assert phases[-2:] == [Phase.OPENING, Phase.READY]


def test_an_empty_password_is_not_a_try() -> None:
    scene = Scene()
    scene.presenter.submit("")
    assert scene.port.tried == []
    assert scene.message.happened == "请先输入密码。"


def test_a_wrong_password_says_so_and_lets_try_again() -> None:
    scene = Scene()
    scene.presenter.submit("x")
    assert scene.message.happened == "密码不对。"
    assert scene.state.can_submit
    assert scene.inside == []


def test_the_delay_counts_down_to_the_second_and_belongs_to_one_clerk() -> None:
    scene = Scene()
    for _ in range(3):
        scene.presenter.submit("x")
    assert scene.message.happened == "密码不对。请等 30 秒再试。"
    scene.clock.pass_seconds(29.5)
    scene.presenter.tick()
    assert scene.message.happened == "请等 1 秒再试。"
    seen = [scene.state.can_submit]
    for clerk in ("c2", "c1"):
        scene.presenter.choose(clerk)
        seen.append(scene.state.can_submit)
    scene.clock.pass_seconds(30)
    scene.presenter.tick()
    assert [*seen, scene.state.can_submit] == [False, True, False, True]
    assert scene.message.weight is Weight.TELL


def test_a_delay_from_before_the_start_still_holds() -> None:
    scene = Scene(FakeSignIn(wrong=3))
    assert scene.state.phase is Phase.WAITING
    scene.presenter.submit(PASSWORD)
    assert scene.port.tried == []


def test_without_clerks_it_says_whom_to_ask() -> None:
    scene = Scene(FakeSignIn(known=()))
    assert "管理员" in scene.message.press
    scene.presenter.submit(PASSWORD)
    assert scene.port.tried == []


def test_a_failing_warm_up_is_told_and_sign_in_goes_on() -> None:
    class Cold(FakeSignIn):
        def warm(self) -> None:
            raise Unavailable("unsafe_sqlite", "数据库组件版本不安全。")

    scene = Scene(Cold())
    scene.presenter.painted()
    assert "管理员" in scene.message.press
    assert scene.state.can_submit


def test_locking_keeps_the_clerk_and_unlocks_only_with_the_password() -> None:
    scene = Scene()
    scene.presenter.submit(PASSWORD)
    opened: list[bool] = []
    scene.presenter.lock(lambda: opened.append(True))
    assert scene.state.locked
    assert scene.state.button == "解锁"
    scene.presenter.choose("c2")
    assert scene.state.chosen == "c1"
    scene.presenter.submit("x")
    assert opened == []
    assert scene.state.locked
    scene.presenter.submit(PASSWORD)
    assert opened == [True]
    assert len(scene.inside) == 1
    assert not scene.state.locked


@pytest.mark.parametrize(
    ("keys", "caps"),
    [
        ([("a", False)], False),
        ([("A", False)], True),
        ([("A", True)], False),
        ([("a", True)], True),
        ([("A", False), ("1", False), ("好", False)], True),
        ([("A", False), ("b", False)], False),
        ([("", False), ("AB", False)], False),
    ],
)
def test_caps_lock_shows_in_the_case_of_letters(keys: list[tuple[str, bool]], caps: bool) -> None:
    scene = Scene()
    for char, shift in keys:
        scene.presenter.typed(char, shift=shift)
    assert scene.state.caps_lock is caps


def test_the_status_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    text = '{"hall": "x", "unsent": 7, "oldest_at": "2026-11-24T10:32:00+08:00", "new": [1]}'
    path.write_text(text, "utf-8")
    assert read_status(path) == StationStatus(7, parse_stamp("2026-11-24T10:32:00+08:00"))


def test_the_place_is_read_from_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "status.json"
    assert read_place(path, "综合窗口 05") == Place("本大厅", "综合窗口 05", "")
    path.write_text('{"hall_name": "青禾县政务服务中心", "station": "0005"}', "utf-8")
    assert read_place(path, "综合窗口 05") == PLACE
    path.write_text('{"hall_name": 7, "station": ["x"]}', "utf-8")
    assert read_place(path, "5") == Place("本大厅", "5", "")


def test_with_everything_sent_the_line_says_since_when() -> None:
    status = StationStatus(synced_at=parse_stamp("2026-11-24T10:31:00+08:00"))
    assert status_lines(status, NOW)[1].detail.startswith("最近一次 10:31")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"unsent": "many"}', '{"oldest_at": "yesterday"}', '{"unsent": null}'],
)
def test_a_torn_status_file_never_stops_a_sign_in(tmp_path: Path, text: str) -> None:
    path = tmp_path / "status.json"
    path.write_text(text, "utf-8")
    assert read_status(path) is None
    assert read_status(tmp_path / "absent.json") is None
    scene = Scene(FakeSignIn(found=None))
    assert any("还不知道" in line.title for line in scene.state.lines)


def test_the_lines_say_what_is_unsent_since_when() -> None:
    told = status_lines(StationStatus(1277, parse_stamp("2026-11-23T16:58:00+08:00")), NOW)
    assert [line.title for line in told] == ["断网也能进入", "1,277 条还没上传"]
    assert told[1].detail.startswith("最早一条 昨天 16:58")
    assert told[1].weight is Weight.WARN
    assert status_lines(StationStatus(), NOW)[1].title == "全部已上传"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-24T00:01:00+08:00", "00:01"),
        ("2026-11-23T16:10:00+00:00", "00:10"),
        ("2026-11-23T23:59:00+08:00", "昨天 23:59"),
        ("2026-11-20T08:00:00+08:00", "11-20 08:00"),
    ],
)
def test_a_past_moment_in_the_words_of_the_hall(at: str, words: str) -> None:
    assert moment(parse_stamp(at), NOW) == words


@pytest.mark.parametrize(
    ("error", "weight", "word"),
    [
        (Refused("wrong_password", "密码不对。"), Weight.WARN, "值班主任"),
        (Unavailable("disk_full", "磁盘满了。"), Weight.DANGER, "不要收件"),
        (Damaged("bad_chain", "内容不一样。"), Weight.DANGER, "别的窗口"),
        (Misused("never_heard_of", "写法不对。"), Weight.WARN, "写法不对"),
    ],
)
def test_every_error_says_what_happened_and_what_it_means(
    error: ClerkError, weight: Weight, word: str
) -> None:
    message = explain(error)
    assert message.happened == error.message
    assert message.weight is weight
    assert word in message.text


def test_a_message_ends_like_a_sentence_and_only_once() -> None:
    assert explain(Refused("x", "现在没有人在等候")).happened == "现在没有人在等候。"
    assert explain(Refused("x", "现在没有人。")).happened == "现在没有人。"


def test_every_code_that_has_words_is_raised_somewhere() -> None:
    root = Path(__file__).resolve().parents[2] / "clerk_app"
    sources = [path for path in root.rglob("*.py") if "desk" not in path.parts]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    assert [code for code in KNOWN if f'"{code}"' not in text] == []


def test_an_error_that_tells_the_wait_gives_way_to_the_countdown() -> None:
    scene = Scene(FakeSignIn(wrong=2))
    scene.port.fails = Refused("wait", "密码连续输错 3 次，请 30 秒后再试")
    scene.port.wrong = 3
    scene.presenter.submit("x")
    assert scene.message.happened == "请等 30 秒再试。"


def test_waiting_is_told_in_minutes_and_seconds() -> None:
    assert [waiting_words(n) for n in (0, -3, 59, 60, 61, 600)] == [
        "0 秒",
        "0 秒",
        "59 秒",
        "1 分",
        "1 分 1 秒",
        "10 分",
    ]


def test_no_state_of_the_screen_holds_the_password() -> None:
    scene = Scene()
    scene.presenter.submit("x" + PASSWORD)
    scene.presenter.submit(PASSWORD)
    assert PASSWORD not in repr(scene.seen)
    assert isinstance(scene.clock.now(), datetime)
