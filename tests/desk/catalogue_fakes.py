"""Hand-written ports of the catalogue's screens, for tests without a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from clerk_app.catalogue.model import (
    BUNDLE,
    Answer,
    Bundle,
    ElementKind,
    FormField,
    ImportReport,
    ImportWarning,
    ItemType,
    LimitUnit,
    Material,
    Necessity,
    Pace,
    SearchHit,
    ServiceItem,
    Situation,
    TimeLimit,
)
from clerk_app.catalogue.rules.changes import drift
from clerk_app.desk.bundle_port import BundleFile
from clerk_app.desk.catalogue_port import (
    AliasLine,
    Compared,
    Imported,
    LintLine,
    Overview,
    Progress,
)
from clerk_app.desk.item_port import ItemFile, Noted, NotedPaper, Person, Version
from clerk_app.desk.palette_port import Found, ItemHit, PaletteStart, Wish
from clerk_app.intake.model import GivenPaper
from clerk_app.kernel.errors import ClerkError, Refused
from tests.desk.fakes import ITEM

PREMISES, DEED = "经营场所证明", "房屋租赁合同"
SHOP = ServiceItem(
    key="B-1",
    name="个体登记",
    code="B-1",
    content_hash="b1" * 32,
    type=ItemType.CONFIRMATION,
    department="登记局",
    handling=Pace.ON_THE_SPOT,
    materials=(
        Material("《申请书》", Necessity.REQUIRED, form="原件"),
        Material("身份证", Necessity.REQUIRED, form="复印件", originals=0, copies=1),
        Material(PREMISES, Necessity.REQUIRED, form="复印件", originals=0, copies=1),
        Material(DEED, Necessity.SITUATIONAL, form="原件"),
    ),
    situations=(
        Situation(
            "place",
            "场所是谁的？",
            (
                Answer("own", "自己的"),
                Answer("rent", "租来的", adds=(DEED,), asks=("lease",)),
            ),
        ),
        Situation(
            "lease",
            "租期满一年吗？",
            (Answer("yes", "满一年"), Answer("no", "不满一年", removes=(PREMISES,))),
        ),
    ),
    fields=(
        FormField("name", "经营者姓名"),
        FormField("kind", "经营方式", ElementKind.CHOICE, options=("零售", "批发")),
    ),
)
FOOD = ServiceItem(
    key="B-2",
    name="食品许可",
    code="B-2",
    content_hash="b2" * 32,
    type=ItemType.LICENSING,
    department="监管局",
    handling=Pace.PROMISED,
    promised_limit=TimeLimit(5, LimitUnit.WORKDAY),
    materials=(
        Material("申请书", Necessity.REQUIRED, form="原件"),
        Material("身份证", Necessity.REQUIRED, form="原件", originals=1, copies=2),
        Material("布局图", Necessity.REQUIRED, form="原件"),
        Material(DEED, Necessity.SITUATIONAL, form="复印件", originals=0, copies=1),
    ),
    situations=(
        Situation(
            "place",
            "场所是谁的？",
            (Answer("own", "自己的"), Answer("rent", "租来的", adds=(DEED,))),
        ),
    ),
    fields=(
        FormField("name", "负责人姓名"),
        FormField("kind", "经营方式", ElementKind.CHOICE, options=("网上",)),
    ),
)
SHOPS = Bundle("B", "开便利店", ("B-1", "B-2", "B-3"), department="政务局")
OLDER = Version("old" * 21, "1", "2025-01-01", "2025-12-31")


def hit(item: ServiceItem, **more: object) -> SearchHit:
    made = SearchHit(
        item.key, "", item.code, item.name, item.department, str(item.type or item.type_text)
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of SearchHit by name


@dataclass
class FakePalette:
    """Finds what stands in `hits` by its name; notes what was kept and written down."""

    hits: list[ItemHit] = field(
        default_factory=lambda: [
            ItemHit(hit(ITEM, uses=3), "承诺 5 个工作日", 5),
            ItemHit(hit(SHOP, alias="摆摊"), "即办件", 4),
            ItemHit(hit(FOOD, usable=False), "承诺 5 个工作日"),
            ItemHit(SearchHit("B", "", "B", "开便利店", "政务局", BUNDLE), parts=3),
        ]
    )
    near: tuple[ItemHit, ...] = ()
    asked: list[Wish] = field(default_factory=list)
    kept: list[tuple[str, bool]] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    fails: ClerkError | None = None

    def start(self) -> PaletteStart:
        hand = tuple(h for h in self.hits if h.hit.favourite or h.hit.uses)
        types = tuple(sorted({h.hit.type for h in self.hits}))
        return PaletteStart(12_408, types, ("监管局", "登记局"), hand)

    def find(self, wish: Wish, limit: int) -> Found:
        self.asked.append(wish)
        found = tuple(
            h
            for h in self.hits
            if (wish.text in h.hit.name or (h.hit.alias and wish.text in h.hit.alias))
            and wish.type_ in {"", h.hit.type}
            and wish.department in {"", h.hit.department}
        )
        return Found(found[:limit], () if found else self.near)

    def keep(self, key: str, favourite: bool) -> None:
        self.kept.append((key, favourite))
        self.hits = [
            replace(h, hit=replace(h.hit, favourite=favourite)) if h.hit.key == key else h
            for h in self.hits
        ]

    def note(self, words: str) -> str:
        if self.fails is not None:
            raise self.fails
        self.noted.append(words)
        return "ZX51160200012600000177"


@dataclass
class FakeItems:
    """Knows a few items, one of them in two versions; notes what was printed and recorded."""

    items: dict[str, ServiceItem] = field(
        default_factory=lambda: {each.key: each for each in (ITEM, SHOP, FOOD)}
    )
    printed: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    noted: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    licences: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    trouble: str = ""
    papers: tuple[GivenPaper, ...] = ()
    asked: list[tuple[str, Person]] = field(default_factory=list)
    fails: ClerkError | None = None

    def item(self, key: str) -> ItemFile:
        if key not in self.items:
            raise Refused("unknown_item", "没有这个事项")
        return ItemFile(self.items[key], (OLDER,) if key == "B-2" else ())

    def given(self, key: str, person: Person) -> tuple[GivenPaper, ...]:
        self.asked.append((key, person))
        return self.papers

    def version(self, key: str, content_hash: str) -> ServiceItem:
        assert content_hash == OLDER.content_hash
        limit = TimeLimit(9, LimitUnit.WORKDAY)
        return replace(self.items[key], content_hash=content_hash, promised_limit=limit)

    def print_guide(self, key: str, answers: Mapping[str, str]) -> str:
        if self.fails is not None:
            raise self.fails
        self.printed.append((key, dict(answers)))
        return "guide.pdf"

    def note_item(self, key: str, answers: Mapping[str, str]) -> Noted:
        self.noted.append((key, dict(answers)))
        return Noted("ZX1", (self._paper("告知书", "notice.pdf"),))

    def note_licences(self, key: str, answers: Mapping[str, str], enterprise: str) -> Noted:
        self.licences.append((key, dict(answers), enterprise))
        second = (NotedPaper("后置审批告知书", "licences.pdf"),) if enterprise else ()
        return Noted("ZX2", (self._paper("告知书", "notice.pdf"), *second))

    def _paper(self, name: str, path: str) -> NotedPaper:
        return NotedPaper(name, "" if self.trouble else path, self.trouble)


class FakeBundles:
    """One bundle, one of its three items not here."""

    def bundle(self, key: str) -> BundleFile:
        if key != SHOPS.key:
            raise Refused("unknown_bundle", "没有这件事")
        return BundleFile(SHOPS, {"B-1": SHOP, "B-2": FOOD})


REPORT = ImportReport(
    imported=2,
    updated=1,
    unchanged=3,
    warnings=(
        ImportWarning("missing_basis", "B-1", "legal_basis", "没有写明依据，不能发布"),
        ImportWarning("missing_basis", "B-2", "legal_basis", "没有写明依据，不能发布"),
        ImportWarning("unknown_type", "B-2", "type", "没有写明事项类型"),
    ),
    refused=(ImportWarning("no_name", "一.json 第 7 条", "name", "没有名称"),),
    counts=(("missing_basis", 2), ("no_name", 1), ("unknown_type", 1)),
)


@dataclass
class FakeCatalogue:
    """The administration: notes what was asked."""

    may: bool = True
    imports: list[tuple[tuple[str, ...], bool]] = field(default_factory=list)
    steps: int = 3
    on_step: object = None  # called at each step, to stop in the middle
    report: ImportReport = REPORT
    known: dict[str, list[AliasLine]] = field(
        default_factory=lambda: {"B-1": [AliasLine("摆摊", False)]}
    )
    diffs: list[tuple[str, str]] = field(default_factory=list)
    written: list[tuple[str, str, bool]] = field(default_factory=list)
    fails: ClerkError | None = None

    def overview(self) -> Overview:
        return Overview(37, 2, ("监管局", "登记局"), "ab" * 32, "2026-11-24 10:02", self.may)

    def import_files(
        self, paths: tuple[str, ...], *, partial: bool, progress: Progress
    ) -> Imported:
        if self.fails is not None:
            raise self.fails
        for step in range(1, self.steps + 1):
            progress("读取", step * 100, self.steps * 100)
            if callable(self.on_step):
                self.on_step()
        self.imports.append((paths, partial))
        return Imported(self.report)

    def lint(self) -> tuple[LintLine, ...]:
        return (
            LintLine("B-2", "食品许可", "监管局", "missing_basis", "没有写明依据", True),
            LintLine("B-1", "个体登记", "登记局", "shared_paper_demanded", "可以共享", False),
        )

    def diff(self, a: str, b: str) -> Compared:
        self.diffs.append((a, b))
        left = [SHOP, FOOD]
        right = [replace(FOOD, promised_limit=TimeLimit(9, LimitUnit.WORKDAY)), ITEM]
        return Compared(2, 2, drift(left, right))

    def find(self, text: str) -> tuple[SearchHit, ...]:
        return tuple(hit(each) for each in (SHOP, FOOD) if text in each.name)

    def aliases(self, key: str) -> tuple[AliasLine, ...]:
        return tuple(self.known.get(key, []))

    def add_alias(self, key: str, text: str) -> None:
        self.known.setdefault(key, []).append(AliasLine(text, True))

    def remove_alias(self, key: str, text: str) -> None:
        self.known[key] = [each for each in self.known[key] if each.text != text]

    def export(self, path: str, *, force: bool) -> str:
        return self._write("export", path, force)

    def publish(self, path: str, *, force: bool, leave_out: bool) -> str:
        return self._write("publish, the rest left" if leave_out else "publish", path, force)

    def template(self, path: str, *, force: bool) -> str:
        return self._write("template", path, force)

    def write_text(self, path: str, text: str, *, force: bool) -> str:
        return self._write(text, path, force)

    def _write(self, what: str, path: str, force: bool) -> str:
        if self.fails is not None:
            raise self.fails
        self.written.append((what, path, force))
        return f"已写 {path}"
