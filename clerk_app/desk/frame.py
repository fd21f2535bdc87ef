"""The frame round every screen, without its widgets: top bar, rail, call bar, notices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from clerk_app.desk.actions import CALL_KEYS, RAIL, RESUME_TITLE, CallAct
from clerk_app.desk.days import PRACTICE, day_words
from clerk_app.desk.messages import Message, Weight, explain
from clerk_app.kernel.clock import legal_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from clerk_app.desk.bundle_port import BundlePort
    from clerk_app.desk.case_port import CasesPort
    from clerk_app.desk.catalogue_port import CataloguePort
    from clerk_app.desk.intake_port import IntakePort
    from clerk_app.desk.item_port import ItemPort
    from clerk_app.desk.limits import LimitsPort
    from clerk_app.desk.local_rules import LocalRulesPort
    from clerk_app.desk.owed import OwedPort
    from clerk_app.desk.palette_port import PalettePort
    from clerk_app.desk.paper_port import PaperJob, PaperPort
    from clerk_app.desk.runner import Runner
    from clerk_app.kernel.clock import Clock
    from clerk_app.kernel.errors import ClerkError

REFRESH_SECONDS = 5
PRACTICE_BAND = f"{PRACTICE}。这里办的都不是真的：文书都印示例，不要交给群众。"


@dataclass(frozen=True, slots=True)
class Link:
    """The way to the hall server, as last tried."""

    online: bool
    unsent: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaitingClass:
    """How many wait in one class of tickets (普通, 优先, 预约, 领证)."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """The call bar's view of the queue.

    `allowed` are the acts that can be done now, `likely` the one a clerk does next;
    with nothing allowed the queue is not connected here.
    """

    ticket: str = ""  # empty: nobody is served
    what: str = ""  # class and state, e.g. 企业准营·办理中
    since: datetime | None = None  # start of the service, of the call, or of being free
    times_called: int = 0  # over 1: called again, not here yet
    paused: bool = False
    waiting: tuple[WaitingClass, ...] = ()
    longest_minutes: int | None = None
    allowed: frozenset[CallAct] = frozenset()
    likely: CallAct | None = None


@dataclass(frozen=True, slots=True)
class Badge:
    """A count beside a rail entry; urgent only for what is overdue."""

    screen: str
    count: int
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """What the workstation tells the frame; read in the runner."""

    hall: str
    window: str
    clerk: str
    link: Link
    queue: QueueFacts = QueueFacts()
    workday: bool | None = None  # None: the calendar of the year is not published
    badges: tuple[Badge, ...] = ()
    practice: bool = False


class FramePort(Protocol):
    """What the frame needs of the workstation. Both are called in the runner."""

    def facts(self) -> FrameFacts:
        """Read hall, clerk, link, queue and badges as they are now."""
        ...

    def call(self, act: CallAct) -> None:
        """Do an act of queue calling. Raises `Refused` or `Unavailable`; nothing was done."""
        ...


class Desk(Protocol):
    """An opened workstation, as the window sees it: one port per screen.

    A new screen adds its port here as one more read-only property.
    """

    @property
    def clock(self) -> Clock:
        """The clock of the workstation."""
        ...

    @property
    def frame(self) -> FramePort:
        """The port of the frame."""
        ...

    @property
    def intake(self) -> IntakePort:
        """The port of the intake screen."""
        ...

    @property
    def cases(self) -> CasesPort:
        """The port of the cases screen."""
        ...

    @property
    def papers(self) -> PaperPort:
        """The port of everything that is printed."""
        ...

    @property
    def owed(self) -> OwedPort:
        """The port of 补正与容缺."""
        ...

    @property
    def limits(self) -> LimitsPort:
        """The port of 时限."""
        ...

    @property
    def palette(self) -> PalettePort:
        """The port of the search box."""
        ...

    @property
    def items(self) -> ItemPort:
        """The port of the item page."""
        ...

    @property
    def bundles(self) -> BundlePort:
        """The port of the page of a bundle."""
        ...

    @property
    def catalogue(self) -> CataloguePort:
        """The port of the catalogue's administration."""
        ...

    @property
    def local_rules(self) -> LocalRulesPort:
        """The port of 本地规定."""
        ...

    def close(self) -> None:
        """Close the store; called in the runner when the window closes."""
        ...


@dataclass(frozen=True, slots=True)
class KeyState:
    """One key of the call bar."""

    act: CallAct
    title: str
    key: str
    enabled: bool
    likely: bool


@dataclass(frozen=True, slots=True)
class FrameState:
    """Everything the frame shows, in words."""

    hall: str = ""
    window: str = ""
    clerk: str = ""
    day: str = ""
    time: str = ""
    link_glyph: str = "online"
    link_word: str = ""
    link_detail: str = ""
    ticket: str = "—"
    what: str = ""
    timer: str = ""
    waiting: str = ""
    longest: str = ""
    classes: tuple[str, ...] = ()
    keys: tuple[KeyState, ...] = ()
    screen: str = RAIL[0].id
    subject: str = ""  # key of what a page without a rail entry shows
    trail: tuple[tuple[str, str], ...] = ()  # screens and subjects to go back to
    badges: tuple[Badge, ...] = ()
    practice: str = ""  # the band of a store to learn on
    notice: Message | None = None
    telling: int = 0  # counts what was told; a correction is no new telling


@dataclass(slots=True)
class _Known:
    """What the presenter last heard."""

    facts: FrameFacts | None = None
    asked: bool = False
    held: str = ""  # what keeps the one worker busy
    seconds: int = field(default=0)


class FramePresenter:
    """Keeps the frame true: a clock tick each second, facts every few seconds and after acts."""

    def __init__(
        self,
        desk: Desk,
        runner: Runner,
        show: Callable[[FrameState], None],
        *,
        first_screen: str = "intake",
    ) -> None:
        self._desk, self._runner, self._show = desk, runner, show
        self._known = _Known()
        self._behind: Message | None = None  # told while danger stands; seen once that is put away
        self.pages_told: tuple[PaperJob, ...] = ()
        """Pages the notice over the screen speaks of; outlives a window built in another theme."""
        self.state = FrameState(screen=first_screen)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the facts again, unless an answer is still on its way."""
        if not self._known.asked:
            self._known.asked = True
            self._runner.run(self._desk.frame.facts, self._told, self._not_told)

    def tick(self) -> None:
        """A second went by."""
        self._known.seconds += 1
        if self._known.seconds % REFRESH_SECONDS == 0:
            self.refresh()
        self._draw()

    def press(self, act: CallAct) -> None:
        """One of F1–F8. A key that means nothing now says so instead of keeping silent."""
        key = next(key for key in self.state.keys if key.act is act)
        if self._known.held:
            means = f"做完之前“{key.title}”不会发出，也不会补发。"
            self.notify(Message(f"{self._known.held}。", means, "急用先停下它，再按一次。"))
            return
        if not key.enabled:
            self.notify(Message(f"现在不能“{key.title}”。", self._why_not(), weight=Weight.TELL))
            return
        port = self._desk.frame
        self._runner.run(lambda: port.call(act), self._done, self._failed)

    def go(self, screen: str) -> None:
        """A rail entry or its key."""
        self._set(replace(self.state, screen=screen, subject="", trail=()))

    def show_page(self, screen: str, subject: str) -> None:
        """A page without a rail entry, about one thing; `back` leads to where it was asked for."""
        here = (self.state.screen, self.state.subject)
        trail = self.state.trail if here == (screen, subject) else (*self.state.trail, here)
        self._set(replace(self.state, screen=screen, subject=subject, trail=trail))

    def back(self) -> None:
        """To where the page was asked for."""
        if self.state.trail:
            screen, subject = self.state.trail[-1]
            trail = self.state.trail[:-1]
            self._set(replace(self.state, screen=screen, subject=subject, trail=trail))

    @property
    def held(self) -> str:
        """What keeps the one worker busy for long, in words; empty while it is free."""
        return self._known.held

    def hold(self, words: str) -> None:
        """The one worker is busy for long (empty: no longer): call keys say so, and wait for
        nothing, since a citizen called minutes later would be called by surprise."""
        self._known.held = words

    def notify(self, message: Message) -> None:
        """Show a message over the screen; the next one replaces it. Danger is replaced by danger
        only: anything else waits until a clerk has put that away."""
        now = self.state.notice
        danger = Weight.DANGER
        if now is not None and now.weight is danger and message.weight is not danger:
            self._behind = message
            return
        self._tell(message)

    def correct(self, old: Message, new: Message | None) -> None:
        """What was told is no longer so: where it still stands, say `new` in its place, or
        nothing. It is not told anew by that, and covers nothing that was told since."""
        if self._behind == old:
            self._behind = new
        if self.state.notice != old:
            return
        if new is None:
            self.dismiss()
        else:
            self._set(replace(self.state, notice=new))

    def dismiss(self) -> None:
        """Esc, or the button of the message."""
        behind, self._behind = self._behind, None
        if behind is not None:
            self._tell(behind)
        else:
            self._set(replace(self.state, notice=None))

    def _tell(self, message: Message) -> None:
        self._set(replace(self.state, notice=message, telling=self.state.telling + 1))

    def _why_not(self) -> str:
        facts = self._known.facts
        if facts is None or not facts.queue.allowed:
            return "本机还没有接入叫号，请按大厅的办法叫号。"
        if facts.queue.paused:
            return "窗口已暂停，先按 F5 恢复。"
        return "先按亮着的键。"

    def _told(self, facts: FrameFacts) -> None:
        self._known.asked = False
        self._known.facts = facts
        self._draw()

    def _not_told(self, error: ClerkError) -> None:
        self._known.asked = False
        self._failed(error)

    def _done(self, _nothing: None) -> None:
        self.refresh()

    def _failed(self, error: ClerkError) -> None:
        self.notify(explain(error))

    def _draw(self) -> None:
        if self._known.facts is not None:
            now = self._desk.clock.now()
            self._set(_seen(self.state, self._known.facts, now))

    def _set(self, state: FrameState) -> None:
        self.state = state
        self._show(state)


def _seen(state: FrameState, facts: FrameFacts, now: datetime) -> FrameState:
    queue = facts.queue
    glyph, word, detail = link_words(facts.link)
    if facts.practice:  # nothing of it is ever sent, so nothing waits to be
        glyph, word, detail = "offline", "练习", "不上传"
    waiting = sum(each.count for each in queue.waiting)
    return replace(
        state,
        hall=facts.hall,
        window=facts.window,
        clerk=facts.clerk,
        day=day_words(legal_day(now), facts.workday),
        time=f"{now:%H:%M}",
        link_glyph=glyph,
        link_word=word,
        link_detail=detail,
        ticket=queue.ticket or "—",
        what=_what(queue),
        timer=timer(queue.since, now),
        waiting=f"等候 {waiting} 人" if queue.allowed else "未接入叫号",
        longest="" if queue.longest_minutes is None else f"最久 {queue.longest_minutes} 分",
        classes=tuple(f"{each.name} {each.count}" for each in queue.waiting),
        keys=tuple(_key(queue, *each) for each in ((k.act, k.title, k.key) for k in CALL_KEYS)),
        badges=facts.badges,
        practice=PRACTICE_BAND if facts.practice else "",
    )


def _what(queue: QueueFacts) -> str:
    if queue.paused:
        return "暂停服务"
    if queue.times_called > 1:
        return f"{queue.what}·呼 {queue.times_called} 次" if queue.what else "已呼叫"
    if not queue.ticket:
        return "空闲" if queue.allowed else ""
    return queue.what


def _key(queue: QueueFacts, act: CallAct, title: str, key: str) -> KeyState:
    enabled = act in queue.allowed
    if act is CallAct.PAUSE and queue.paused:
        title = RESUME_TITLE
    return KeyState(act, title, key, enabled, enabled and act is queue.likely)


def link_words(link: Link) -> tuple[str, str, str]:
    """Glyph, word and detail of the link to the hall.

    >>> from clerk_app.kernel.clock import parse_stamp
    >>> link_words(Link(False, 7, parse_stamp("2026-11-24T10:32:00+08:00")))
    ('offline', '离线', '7 条未上传，最早 10:32')
    """
    if link.unsent:
        detail = f"{link.unsent:,} 条未上传"
        if link.oldest_at is not None:
            detail += f"，最早 {link.oldest_at:%H:%M}"
    else:
        detail = "已全部上传"
    return ("online", "在线", detail) if link.online else ("offline", "离线", detail)


def timer(since: datetime | None, now: datetime) -> str:
    """Minutes and seconds since a moment; hours before them when there are any.

    >>> from clerk_app.kernel.clock import parse_stamp as at
    >>> timer(at("2026-11-24T10:35:00+08:00"), at("2026-11-24T10:41:12+08:00"))
    '06:12'
    """
    if since is None:
        return ""
    seconds = max(0, int((now - since).total_seconds()))
    hours, rest = divmod(seconds, 3600)
    text = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{text}" if hours else text
