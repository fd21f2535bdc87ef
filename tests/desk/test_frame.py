"""The frame, without a window: link, date, queue and keys in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clerk_app.desk.actions import CallAct
from clerk_app.desk.days import day_words
from clerk_app.desk.frame import (
    REFRESH_SECONDS,
    FramePresenter,
    FrameState,
    Link,
    QueueFacts,
    link_words,
    timer,
)
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import Refused
from tests.ui.support import FACTS, NOW, OFFLINE, SERVING, FakeDesk, FakeFramePort


class Scene:
    """A presenter over a fake workstation."""

    def __init__(self, queue: QueueFacts = SERVING) -> None:
        self.port = FakeFramePort(replace(FACTS, queue=queue))
        self.desk = FakeDesk(frame=self.port)
        self.seen: list[FrameState] = []
        self.presenter = FramePresenter(self.desk, ImmediateRunner(), self.seen.append)

    @property
    def state(self) -> FrameState:
        assert self.seen[-1] is self.presenter.state
        return self.presenter.state


def test_everything_the_bars_show() -> None:
    state = Scene().state
    assert (state.hall, state.window) == ("青禾县政务服务中心", "综合窗口 05")
    assert (state.day, state.time) == ("11月24日 周二·工作日", "10:41")
    assert (state.link_word, state.link_detail) == ("在线", "已全部上传")
    assert (state.ticket, state.timer) == ("A037", "06:12")
    assert (state.waiting, state.longest) == ("等候 14 人", "最久 23 分")
    assert state.classes == ("普通 9", "优先 2", "预约 2", "领证 1")
    assert [key.key for key in state.keys] == [f"F{n}" for n in range(1, 9)]
    assert [key.act for key in state.keys if key.likely] == [CallAct.CALL]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (Link(True), ("online", "在线", "已全部上传")),
        (Link(False), ("offline", "离线", "已全部上传")),
        (Link(False, 12408), ("offline", "离线", "12,408 条未上传")),
        (
            Link(True, 2, parse_stamp("2026-11-24T10:32:00+08:00")),
            ("online", "在线", "2 条未上传，最早 10:32"),
        ),
    ],
)
def test_the_link_in_plain_words(link: Link, words: tuple[str, str, str]) -> None:
    assert link_words(link) == words


def test_the_date_says_whether_it_counts() -> None:
    assert day_words(date(2026, 10, 1), False) == "10月1日 周四·休息日"
    assert day_words(date(2027, 1, 4), None) == "1月4日 周一·日历暂定"


def test_the_timer_runs_with_the_clock_and_never_backwards() -> None:
    scene = Scene()
    scene.desk.clock.pass_seconds(1)
    scene.presenter.tick()
    assert scene.state.timer == "06:13"
    assert timer(NOW, parse_stamp("2026-11-24T10:00:00+08:00")) == "00:00"
    assert timer(parse_stamp("2026-11-24T08:00:00+08:00"), NOW) == "2:41:12"
    assert timer(None, NOW) == ""


def test_facts_are_asked_again_every_few_seconds_and_after_an_act() -> None:
    scene = Scene()
    assert scene.port.asked == 1
    scene.port.told = OFFLINE
    for _ in range(REFRESH_SECONDS):
        scene.presenter.tick()
    assert scene.port.asked == 2
    assert scene.state.link_detail == "7 条未上传，最早 10:32"
    scene.presenter.press(CallAct.CALL)
    assert scene.port.asked == 3


def test_while_an_answer_is_on_its_way_nobody_asks_twice() -> None:
    asked: list[object] = []

    class Slow(ImmediateRunner):
        def run(self, *job: object) -> None:
            asked.append(job)

    seen: list[FrameState] = []
    presenter = FramePresenter(FakeDesk(), Slow(), seen.append)
    for _ in range(3 * REFRESH_SECONDS):
        presenter.tick()
    assert len(asked) == 1


def test_a_key_that_means_nothing_now_says_why_and_does_nothing() -> None:
    scene = Scene(replace(SERVING, allowed=frozenset({CallAct.CALL}), ticket=""))
    scene.presenter.press(CallAct.RATE)
    assert scene.port.acts == []
    assert scene.state.notice is not None
    assert scene.state.notice.happened == "现在不能“评价”。"


def test_without_a_queue_the_bar_says_so_and_every_key_is_off() -> None:
    scene = Scene(QueueFacts())
    assert scene.state.waiting == "未接入叫号"
    assert not any(key.enabled for key in scene.state.keys)
    scene.presenter.press(CallAct.CALL)
    assert scene.state.notice is not None
    assert "没有接入叫号" in scene.state.notice.means
    assert scene.port.acts == []


def test_while_paused_the_fifth_key_resumes() -> None:
    pause = frozenset({CallAct.PAUSE})
    scene = Scene(replace(SERVING, paused=True, ticket="", allowed=pause, likely=CallAct.PAUSE))
    assert [key.title for key in scene.state.keys][4] == "恢复"
    assert scene.state.what == "暂停服务"
    scene.presenter.press(CallAct.CALL)
    assert scene.state.notice is not None
    assert "F5" in scene.state.notice.means
    scene.presenter.press(CallAct.PAUSE)
    assert scene.port.acts == [CallAct.PAUSE]


def test_a_ticket_called_again_says_how_often() -> None:
    assert (
        Scene(replace(SERVING, what="企业准营", times_called=2)).state.what == "企业准营·呼 2 次"
    )
    assert Scene(replace(SERVING, ticket="", what="")).state.what == "空闲"


def test_a_refusal_is_told_and_goes_when_dismissed() -> None:
    scene = Scene()
    scene.port.refuse = Refused("no_ticket", "现在没有人等。")
    scene.presenter.press(CallAct.CALL)
    assert scene.state.notice is not None
    assert scene.state.notice.happened == "现在没有人等。"
    scene.presenter.dismiss()
    assert scene.state.notice is None


def test_a_rail_entry_changes_the_screen_and_nothing_else() -> None:
    scene = Scene()
    before = scene.state
    scene.presenter.go("cases")
    assert scene.state == replace(before, screen="cases")
