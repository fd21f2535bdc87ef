"""Hand-written fakes of the ports, and one fully laid-out day at the counter."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from clerk_app.desk.actions import CallAct
from clerk_app.desk.frame import Badge, Desk, FrameFacts, Link, QueueFacts, WaitingClass
from clerk_app.desk.sign_in import ClerkChoice, Place, StationStatus
from clerk_app.kernel.clock import parse_stamp
from clerk_app.kernel.errors import ClerkError, Refused
from tests.desk.catalogue_fakes import FakeBundles, FakeCatalogue, FakeItems, FakePalette
from tests.desk.fakes import FakeCases, FakeIntake, FakeLimits, FakeLocalRules, FakeOwed
from tests.desk.paper_fakes import FakePapers

NOW = parse_stamp("2026-11-24T10:41:12+08:00")
PASSWORD = "Qinghe-2026"
RARE = "𬱖𫖯㛃䶮"
LONG_HALL = (
    "青禾县云溪镇党群服务中心（便民服务中心、退役军人服务站、新时代文明实践所）政务服务大厅"
)
LONG_NAME = f"买买提艾力·阿布都热依木·{RARE}·吐尔逊江·阿卜杜外力"
HOSTILE = ("张<b>三", "<img src=//x>", "A&B <a href='x'>公司</a>", "<!doctype html>李")


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    at: datetime = NOW
    ms: int = 1_000_000

    def now(self) -> datetime:
        return self.at

    def monotonic_ms(self) -> int:
        return self.ms

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.ms += round(seconds * 1000)


SERVING = QueueFacts(
    ticket="A037",
    what="企业准营·办理中",
    since=parse_stamp("2026-11-24T10:35:00+08:00"),
    waiting=(
        WaitingClass("普通", 9),
        WaitingClass("优先", 2),
        WaitingClass("预约", 2),
        WaitingClass("领证", 1),
    ),
    longest_minutes=23,
    allowed=frozenset(CallAct),
    likely=CallAct.CALL,
)
FACTS = FrameFacts(
    hall="青禾县政务服务中心",
    window="综合窗口 05",
    clerk="周禾（工号 0231）",
    link=Link(online=True),
    queue=SERVING,
    workday=True,
    badges=(Badge("owed", 6), Badge("limits", 3, urgent=True)),
)
OFFLINE = replace(
    FACTS, link=Link(online=False, unsent=7, oldest_at=parse_stamp("2026-11-24T10:32:00+08:00"))
)
LONG = replace(
    OFFLINE,
    hall=LONG_HALL,
    window="综合窗口 05（企业准营、社会事务、医保社保、不动产登记合并窗口）",
    clerk=LONG_NAME,
    queue=replace(SERVING, what="企业准营（道路货物运输、网络货运、出租汽车客运）·办理中"),
)


@dataclass
class FakeFramePort:
    """Tells set facts, notes each act, and refuses where told to."""

    told: FrameFacts = FACTS
    acts: list[CallAct] = field(default_factory=list)
    refuse: ClerkError | None = None
    asked: int = 0

    def facts(self) -> FrameFacts:
        self.asked += 1
        return self.told

    def call(self, act: CallAct) -> None:
        if self.refuse is not None:
            raise self.refuse
        self.acts.append(act)


@dataclass
class FakeDesk:
    """An opened workstation."""

    clock: SetClock = field(default_factory=SetClock)
    frame: FakeFramePort = field(default_factory=FakeFramePort)
    intake: FakeIntake = field(default_factory=FakeIntake)
    cases: FakeCases = field(default_factory=FakeCases)
    owed: FakeOwed = field(default_factory=FakeOwed)
    limits: FakeLimits = field(default_factory=FakeLimits)
    palette: FakePalette = field(default_factory=FakePalette)
    items: FakeItems = field(default_factory=FakeItems)
    bundles: FakeBundles = field(default_factory=FakeBundles)
    catalogue: FakeCatalogue = field(default_factory=FakeCatalogue)
    local_rules: FakeLocalRules = field(default_factory=FakeLocalRules)
    papers: FakePapers = field(default_factory=FakePapers)
    closed: bool = False

    def close(self) -> None:
        self.closed = True


PLACE = Place("青禾县政务服务中心", "综合窗口 05", "0005")
STATUS = StationStatus(7, parse_stamp("2026-11-24T10:32:00+08:00"), drafts=1)


@dataclass
class FakeSignIn:
    """Knows one password; after a third wrong one the clerk waits 30 seconds."""

    desk: FakeDesk = field(default_factory=FakeDesk)
    where: Place = PLACE
    known: tuple[ClerkChoice, ...] = (ClerkChoice("c1", "周禾"), ClerkChoice("c2", f"林{RARE}"))
    found: StationStatus | None = STATUS
    wrong: int = 0
    warmed: int = 0
    fails: ClerkError | None = None
    tried: list[tuple[str, str]] = field(default_factory=list)

    def place(self) -> Place:
        return self.where

    def clerks(self) -> tuple[ClerkChoice, ...]:
        return self.known

    def status(self) -> StationStatus | None:
        return self.found

    def wait_seconds(self, clerk: str) -> int:
        return 30 if clerk == "c1" and self.wrong and self.wrong % 3 == 0 else 0

    def warm(self) -> None:
        self.warmed += 1

    def open(self, clerk: str, password: str) -> Desk:
        self.unlock(clerk, password)
        return self.desk

    def unlock(self, clerk: str, password: str) -> None:
        self.tried.append((clerk, password))
        if self.fails is not None:
            raise self.fails
        if password != PASSWORD:
            self.wrong += 1
            raise Refused("wrong_password", "密码不对。")
        self.wrong = 0
