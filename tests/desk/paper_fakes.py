"""A hand-written port of paper: a printer whose answers a test gives, and what came out of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from clerk_app.desk.paper_port import (
    OPEN,
    BatchDone,
    Copy,
    DriverSeen,
    PaperFacts,
    PaperJob,
    PrinterSeen,
    PrintSettings,
    Stage,
    WordingSeen,
)
from clerk_app.kernel.errors import ClerkError, Refused
from clerk_app.notices.page import Page

READY = PrinterSeen("HallA4", words="打印机就绪", known=True)
EMPTY_TRAY = PrinterSeen("HallA4", ready=False, words="打印机缺纸，请放纸", known=True)
SHEETS = (("a4", "A4"), ("a4-large", "A4 大字"), ("a5", "A5"))
SIGNATURE = b"\x89PNG not a picture"

SETTINGS = PrintSettings(
    documents=(DriverSeen("cups", "打印队列", "队列的名字"), DriverSeen("simulated", "模拟")),
    slips=(DriverSeen("tcp", "网络小票机", "地址"),),
    wording=WordingSeen("/w/wording"),
)


@dataclass
class FakePapers:
    """Jobs by number; notes what was sent (case, document, sheet, copies) and saved."""

    printer: PrinterSeen = READY
    jobs: dict[str, PaperJob] = field(default_factory=dict)
    sent: list[tuple[str, str, str, int]] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)
    seal_service: bool = False
    news: tuple[PaperJob, ...] = ()
    put_off: list[str] = field(default_factory=list)
    boxed: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    looked: int = 0
    kind: str = "acceptance"
    count: int = 3
    fails: ClerkError | None = None
    kept: PrintSettings = SETTINGS
    bug: Exception | None = None

    def put(self, document: str, stage: Stage, *, number: int = 1, reprint: int = 0) -> PaperJob:
        job = PaperJob(
            number, "N", document, "受理通知书", stage, 2, "HallA4", at="10:41", reprint=reprint
        )
        self.jobs[document] = job
        return job

    def start(self) -> PaperFacts:
        return self.facts()

    def wording(self) -> WordingSeen:
        return self.kept.wording

    def facts(self) -> PaperFacts:
        self.looked += 1
        if self.bug is not None:
            bug, self.bug = self.bug, None
            raise bug
        todo = tuple(job for job in self.jobs.values() if job.stage in OPEN)
        return PaperFacts(self.printer, todo, dict(self.jobs), self.news)

    def copy(self, case: str, document: str, sheet: str = "") -> Copy:
        if self.fails is not None:
            raise self.fails
        pages = tuple(Page(595, 842, n + 1, self.count, ()) for n in range(self.count))
        signable = self.kind == "delivery_receipt"
        return Copy(
            case,
            document,
            self.kind,
            "受理通知书",
            pages,
            sheet or "a4",
            SHEETS,
            2,
            self.reprints(document),
            signable,
            len(self.signed),
            self.seal_service and not self.seals,
            bool(self.seals),
        )

    def box(self, case: str, document: str) -> None:
        self.boxed.append(f"{case}/{document}")
        self.fails = None

    def reprints(self, document: str) -> int:
        return sum(each[1] == document for each in self.sent)

    def send(self, case: str, document: str, *, sheet: str = "", copies: int = 0) -> PaperJob:
        if self.fails is not None:
            raise self.fails
        reprint = self.reprints(document)
        self.sent.append((case, document, sheet, copies))
        return self.put(document, Stage.SENT, number=len(self.sent), reprint=reprint)

    def confirm(self, job: int) -> PaperJob:
        return self._moved(job, Stage.PRINTED)

    def again(self, job: int) -> PaperJob:
        old = self._job(job)
        return self.send(old.case, old.document)

    def drop(self, job: int) -> PaperJob:
        return self._moved(job, Stage.PUT_AWAY)

    def put_away(self, case: str, document: str) -> PaperJob:
        self.put_off.append(f"{case}/{document}")
        return self.put(document, Stage.PUT_AWAY, number=99)

    def reprint_last(self) -> PaperJob:
        if not self.sent:
            raise Refused("nothing_printed", "本机还没有打印过，没有可以补打的")
        case, document, *_ = self.sent[-1]
        return self.send(case, document)

    def batch(self, case: str) -> BatchDone:
        self.batches.append(case)
        return BatchDone(1, ("收件凭证",), "打印机缺纸")

    def waiting(self) -> BatchDone:
        wanted = [job for job in self.jobs.values() if job.stage is Stage.WAITING]
        for job in wanted:
            self.send(job.case, job.document)
        return BatchDone(len(wanted))

    def save(self, case: str, document: str, sheet: str, path: str) -> str:
        self.saved.append(f"{case}/{document}/{sheet}")
        return path

    def seal(self, case: str, document: str) -> str:
        if self.fails is not None:
            raise self.fails
        self.seals.append(f"{case}/{document}")
        return "SN-1"

    def save_sealed(self, case: str, document: str, path: str) -> str:
        self.saved.append(f"{case}/{document}/sealed")
        return path

    def daily(self, *, again: bool = False) -> PaperJob:  # noqa: ARG002
        if self.fails is not None:
            raise self.fails
        return self.put("RQ51160200012026030201", Stage.PRINTED)

    def sign(self, case: str, document: str, path: str) -> bytes:
        self.signed.append(f"{case}/{document}/{path}")
        return SIGNATURE

    def signature(self, case: str, document: str) -> bytes:
        self.shown.append(f"{case}/{document}")
        return SIGNATURE

    def settings(self) -> PrintSettings:
        return self.kept

    def choose(self, document: str, slip: str, slip_sheet: str) -> PrintSettings:
        if self.fails is not None:
            raise self.fails
        self.kept = replace(self.kept, document=document, slip=slip, slip_sheet=slip_sheet)
        return self.kept

    def test_page(self) -> str:
        return "测试页已送打印机"

    def slip_picture(self, slip_sheet: str) -> bytes:
        return slip_sheet.encode()

    def test_slip(self) -> str:
        return "测试小票：已打印"

    def _job(self, number: int) -> PaperJob:
        return next(job for job in self.jobs.values() if job.id == number)

    def _moved(self, number: int, stage: Stage) -> PaperJob:
        job = replace(self._job(number), stage=stage)
        self.jobs[job.document] = job
        return job
