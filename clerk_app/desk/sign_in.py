"""Sign-in (登录), without its widgets. Works offline and before anything heavy is loaded.

What is heavy (database, crypto, sync) loads in the runner after the first paint, while the
clerk types. Nothing personal is shown before a password was right: clerk names, counts, ages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from clerk_app.desk.messages import Message, Weight, explain, waiting_words
from clerk_app.kernel.clock import legal_day, parse_stamp
from clerk_app.kernel.errors import ClerkError, Misused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from clerk_app.desk.frame import Desk
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Place:
    """Where this workstation stands, as the plain files beside the store know it."""

    hall: str
    window: str
    station: str = ""  # 4-digit station number, empty while none is given


@dataclass(frozen=True, slots=True)
class ClerkChoice:
    """A clerk who has a password slot on this machine."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StationStatus:
    """What `status.json` tells: counts and ages only, never a person."""

    unsent: int = 0
    oldest_at: datetime | None = None
    drafts: int = 0
    synced_at: datetime | None = None  # last complete exchange with the hall


class SignInPort(Protocol):
    """What sign-in needs of the workstation. The first three are cheap and touch no store."""

    def place(self) -> Place:
        """Hall and window; called before the first paint."""
        ...

    def clerks(self) -> tuple[ClerkChoice, ...]:
        """Who may sign in here, from the key file; called before the first paint."""
        ...

    def status(self) -> StationStatus | None:
        """Unsent work, from `status.json`; None when the file is absent or torn."""
        ...

    def wait_seconds(self, clerk: str) -> int:
        """Seconds this clerk must wait after wrong passwords; 0 when a try is allowed."""
        ...

    def warm(self) -> None:
        """Import what is heavy. Called in the runner, after the first paint."""
        ...

    def open(self, clerk: str, password: str) -> Desk:
        """Open the store and the desk. Called in the runner.

        Raises `Refused` (`wrong_password`, `wait`), `Unavailable`, `Damaged`.
        """
        ...

    def unlock(self, clerk: str, password: str) -> None:
        """Check the password of the clerk who locked the screen. Raises as `open` does."""
        ...


class Phase(StrEnum):
    """What the screen is doing."""

    READY = "ready"
    OPENING = "opening"  # 正在打开
    WAITING = "waiting"  # after wrong passwords


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line about this computer: glyph, words, explanation."""

    glyph: str
    title: str
    detail: str
    weight: Weight = Weight.TELL


@dataclass(frozen=True, slots=True)
class SignInState:
    """Everything the screen shows."""

    place: Place
    clerks: tuple[ClerkChoice, ...] = ()
    chosen: str = ""
    phase: Phase = Phase.READY
    message: Message | None = None
    lines: tuple[StatusLine, ...] = ()
    caps_lock: bool = False
    password_shown: bool = False
    locked: bool = False  # unlocking, not signing in

    @property
    def can_submit(self) -> bool:
        """Whether a press on the button does something."""
        return self.phase is Phase.READY and bool(self.clerks)

    @property
    def button(self) -> str:
        """Words of the one primary button."""
        if self.phase is Phase.OPENING:
            return "正在打开…"
        return "解锁" if self.locked else "进入窗口"


NO_CLERKS = Message(
    "这台电脑上还没有可以登录的人员。",
    "现在不能受理，请群众到别的窗口。",
    "请管理员先做初始化（init）。",
)


class SignInPresenter:
    """Drives the sign-in screen and the locked screen."""

    def __init__(
        self,
        port: SignInPort,
        runner: Runner,
        clock: Clock,
        show: Callable[[SignInState], None],
        entered: Callable[[Desk], None],
    ) -> None:
        self._port, self._runner, self._clock = port, runner, clock
        self._show, self._entered = show, entered
        self._unlocked: Callable[[], None] = _nothing
        self._wait_until_ms = 0
        clerks = port.clerks()
        self.state = SignInState(
            place=port.place(),
            clerks=clerks,
            chosen=clerks[0].id if clerks else "",
            message=None if clerks else NO_CLERKS,
            lines=status_lines(port.status(), clock.now()),
        )
        self._begin_wait()
        self._show(self.state)

    def painted(self) -> None:
        """The first paint is done: start loading what is heavy."""
        self._runner.run(self._port.warm, _ignore, self._failed)

    def fonts_missing(self, files: tuple[str, ...]) -> None:
        """Font files are absent: say so among the lines about this computer."""
        line = StatusLine(
            "offline",
            f"缺 {len(files)} 个字体文件",
            "生僻字姓名可能显示或打印不出来，请管理员补装：" + "、".join(files),
            Weight.WARN,
        )
        self._set(replace(self.state, lines=(*self.state.lines, line)))

    def choose(self, clerk: str) -> None:
        """Another clerk was picked in the list."""
        if clerk == self.state.chosen or self.state.locked:
            return
        self._set(replace(self.state, chosen=clerk, phase=Phase.READY, message=None))
        self._begin_wait()

    def typed(self, char: str, *, shift: bool) -> None:
        """A key went into the password field; tells from its case whether Caps Lock is on."""
        if len(char) == 1 and char.isascii() and char.isalpha():
            caps = char.isupper() != shift
            if caps != self.state.caps_lock:
                self._set(replace(self.state, caps_lock=caps))

    def show_password(self, shown: bool) -> None:
        """The show toggle was switched."""
        self._set(replace(self.state, password_shown=shown))

    def submit(self, password: str) -> None:
        """Enter was pressed or the button clicked."""
        if not self.state.can_submit:
            return
        if not password:
            self._set(replace(self.state, message=Message("请先输入密码。")))
            return
        clerk = self.state.chosen
        self._set(replace(self.state, phase=Phase.OPENING, message=None))
        if self.state.locked:
            self._runner.run(lambda: self._port.unlock(clerk, password), self._open, self._failed)
        else:
            self._runner.run(lambda: self._port.open(clerk, password), self._enter, self._failed)

    def lock(self, unlocked: Callable[[], None]) -> None:
        """Lock the screen (锁屏): only the clerk who is in may unlock it."""
        self._unlocked = unlocked
        message = Message("已锁屏。", "办到一半的内容都在。", weight=Weight.TELL)
        self._set(
            replace(
                self.state,
                locked=True,
                phase=Phase.READY,
                message=message,
                password_shown=False,
                caps_lock=False,
                lines=status_lines(self._port.status(), self._clock.now()),
            )
        )
        self._begin_wait()

    def tick(self) -> None:
        """A second went by: count the delay down."""
        if self.state.phase is not Phase.WAITING:
            return
        left = self._left()
        if left:
            self._set(replace(self.state, message=_wait_message(left)))
        else:
            ready = Message("可以再试了。", weight=Weight.TELL)
            self._set(replace(self.state, phase=Phase.READY, message=ready))

    def _enter(self, desk: Desk) -> None:
        self._set(replace(self.state, phase=Phase.READY, message=None, password_shown=False))
        self._entered(desk)

    def _open(self, _nothing_came: None) -> None:
        self._set(replace(self.state, locked=False, phase=Phase.READY, message=None))
        self._unlocked()

    def _failed(self, error: ClerkError) -> None:
        self._set(replace(self.state, phase=Phase.READY, message=explain(error)))
        # an error that already tells the wait is replaced by the countdown
        self._begin_wait(after=self.state.message if error.code == "wrong_password" else None)

    def _begin_wait(self, after: Message | None = None) -> None:
        wait = self._port.wait_seconds(self.state.chosen) if self.state.chosen else 0
        if wait <= 0:
            return
        self._wait_until_ms = self._clock.monotonic_ms() + wait * 1000
        message = _wait_message(wait)
        if after:
            message = replace(message, happened=f"{after.happened}{message.happened}")
        self._set(replace(self.state, phase=Phase.WAITING, message=message))

    def _left(self) -> int:
        return max(0, -(-(self._wait_until_ms - self._clock.monotonic_ms()) // 1000))

    def _set(self, state: SignInState) -> None:
        self.state = state
        self._show(state)


def read_status(path: Path) -> StationStatus | None:
    """Read `status.json`. None when it is absent, torn or not in the agreed form.

    It is written beside the store for this screen only, so a bad file never stops a sign-in.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
        oldest, synced = found.get("oldest_at"), found.get("synced_at")
        return StationStatus(
            unsent=int(found.get("unsent", 0)),
            oldest_at=parse_stamp(oldest) if oldest else None,
            drafts=int(found.get("drafts", 0)),
            synced_at=parse_stamp(synced) if synced else None,
        )
    except (OSError, ValueError, TypeError, AttributeError, Misused):
        return None


def read_place(path: Path, window: str) -> Place:
    """Hall and station as `status.json` names them; a torn file gives an honest blank."""
    try:
        found = json.loads(path.read_text("utf-8"))
        hall, station = found.get("hall_name", ""), found.get("station", "")
    except (OSError, ValueError, AttributeError):
        hall, station = "", ""
    named = isinstance(hall, str) and bool(hall)
    return Place(hall if named else "本大厅", window, station if isinstance(station, str) else "")


def status_lines(status: StationStatus | None, now: datetime) -> tuple[StatusLine, ...]:
    """The lines about this computer."""
    offline = StatusLine(
        "computer", "断网也能进入", "密码在本机核对；受理、打印、叫号照常。", Weight.TELL
    )
    if status is None:
        unknown = StatusLine("told", "还不知道有没有未上传的", "进入后会显示。")
        return (offline, unknown)
    lines = [offline]
    if status.unsent:
        when = f"最早一条 {moment(status.oldest_at, now)}；" if status.oldest_at else ""
        detail = f"{when}连上大厅后自动上传，不用管。"
        lines.append(StatusLine("offline", f"{status.unsent:,} 条还没上传", detail, Weight.WARN))
    else:
        when = f"最近一次 {moment(status.synced_at, now)}；" if status.synced_at else ""
        lines.append(StatusLine("online", "全部已上传", f"{when}本机没有等着上传的内容。"))
    if status.drafts:
        detail = "进入后从受理接着办。"
        lines.append(StatusLine("draft", f"{status.drafts} 份草稿等您继续", detail))
    return tuple(lines)


def moment(at: datetime, now: datetime) -> str:
    """A past moment in the hall's words: the hour today, the day before that.

    >>> from clerk_app.kernel.clock import parse_stamp as at
    >>> moment(at("2026-11-23T16:58:00+08:00"), at("2026-11-24T10:41:00+08:00"))
    '昨天 16:58'
    """
    days = (legal_day(now) - legal_day(at)).days
    hour = f"{at:%H:%M}"
    if days == 0:
        return hour
    return f"昨天 {hour}" if days == 1 else f"{at:%m-%d} {hour}"


def _wait_message(seconds: int) -> Message:
    return Message(
        f"请等 {waiting_words(seconds)}再试。",
        "连续输错后要等一会儿，这台电脑上的数据没有受影响。",
    )


def _ignore(_result: None) -> None:
    """Warming has no result to show."""


def _nothing() -> None:
    """Nobody waits for an unlock yet."""
