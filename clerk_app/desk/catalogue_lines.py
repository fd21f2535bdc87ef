"""Lines of the catalogue's administration: an import's report, findings, differences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_app.catalogue.rules.changes import DRIFT
from clerk_app.desk.finding_words import finding_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from clerk_app.catalogue.model import ImportReport, ImportWarning, SearchHit
    from clerk_app.desk.catalogue_port import AliasLine, Compared, LintLine

REFUSED, BLOCKS, ADVICE = "未收", "不能发布", "提醒"
ONLY_A, ONLY_B = "只在前者", "只在后者"
ALL = "全部"


@dataclass(frozen=True, slots=True)
class AdminLine:
    """One line. `kind` is what a filter goes by; `stands` says that something stands against."""

    title: str
    detail: str
    kind: str
    right: str = ""
    stands: bool = False
    key: str = ""

    @property
    def text(self) -> str:
        """The line as a report says it."""
        return "\t".join(part for part in (self.right, self.kind, self.title, self.detail) if part)


def report_head(report: ImportReport, trouble: str = "") -> str:
    """What an import did, in one sentence."""
    told = sum(count for _, count in report.counts) - len(report.refused)
    did = f"新增 {report.imported:,}，更新 {report.updated:,}，未变 {report.unchanged:,}"
    refused = f"，未收 {len(report.refused):,} 条" if report.refused else ""
    left = f"；{trouble}，事项库还是原来的" if trouble else ""
    return f"{did}{refused}，提醒 {max(0, told):,} 条{left}"


def report_lines(report: ImportReport) -> tuple[AdminLine, ...]:
    """Row by row, what was refused first."""
    return (
        *(_remark(each, REFUSED, stands=True) for each in report.refused),
        *(_remark(each, ADVICE, stands=False) for each in report.warnings),
    )


def _remark(remark: ImportWarning, right: str, *, stands: bool) -> AdminLine:
    return AdminLine(remark.item, remark.message, finding_word(remark.code), right, stands)


def lint_head(found: Iterable[LintLine], items: int) -> str:
    """How many may be published."""
    blocked = {line.key for line in found if line.blocks}
    ready = max(0, items - len(blocked))
    return f"{items:,} 个事项，可以发布 {ready:,} 个，有问题要改的 {len(blocked):,} 个"


def lint_lines(found: Iterable[LintLine]) -> tuple[AdminLine, ...]:
    """Findings, filtered by department."""
    return tuple(
        AdminLine(
            each.name,
            each.message,
            each.department or "没有写部门",
            BLOCKS if each.blocks else ADVICE,
            each.blocks,
            each.key,
        )
        for each in found
    )


def diff_head(found: Compared) -> str:
    """How two lists differ, in one sentence."""
    differ = sum(not each.only_in for each in found.drifts)
    only_a = sum(each.only_in == "a" for each in found.drifts)
    only_b = sum(each.only_in == "b" for each in found.drifts)
    head = f"前者 {found.a:,} 个、后者 {found.b:,} 个事项：不同 {differ:,} 个"
    unread = (("前者", found.unread_a), ("后者", found.unread_b))
    tail = "".join(f"，{side}有 {count:,} 条读不出来" for side, count in unread if count)
    return f"{head}，{ONLY_A} {only_a:,} 个，{ONLY_B} {only_b:,} 个{tail}"


def diff_lines(found: Compared) -> tuple[AdminLine, ...]:
    """Differences one by one, filtered by the part they are about."""
    return tuple(_diff_lines(found))


def _diff_lines(found: Compared) -> Iterator[AdminLine]:
    for each in found.drifts:
        if each.only_in:
            where = ONLY_A if each.only_in == "a" else ONLY_B
            yield AdminLine(each.name, "另一边没有这个事项", where, where, key=each.key)
        for change in each.changes:
            part = str(change.part)
            yield AdminLine(each.name, change.text, part, part, key=each.key)


def diff_kinds(lines: Iterable[AdminLine]) -> tuple[str, ...]:
    """The five parts first, in their own order, whether found or not; then the rest."""
    five = tuple(str(part) for part in DRIFT)
    rest = dict.fromkeys(line.kind for line in lines if line.kind not in five)
    return (*five, *rest)


def hit_lines(hits: Iterable[SearchHit]) -> tuple[AdminLine, ...]:
    """Items to choose one from."""
    return tuple(
        AdminLine(hit.name, f"{hit.department}·{hit.code or hit.id}", "", hit.type, key=hit.key)
        for hit in hits
    )


def alias_lines(found: Iterable[AliasLine]) -> tuple[AdminLine, ...]:
    """The aliases of one item."""
    return tuple(
        AdminLine(
            each.text,
            "本机添加，再导入也保留" if each.local else "事项库自带，再导入会回来",
            "",
            "本机" if each.local else "自带",
            key=each.text,
        )
        for each in found
    )


def counted(lines: Iterable[AdminLine], kinds: Iterable[str] = ()) -> tuple[tuple[str, int], ...]:
    """Filters with how many lines each leaves, in the order given, then by number."""
    counts = Counter(line.kind for line in lines)
    first = list(dict.fromkeys(kinds))
    rest = [kind for kind, _ in counts.most_common() if kind not in first]
    return tuple((kind, counts[kind]) for kind in (*first, *rest) if kind)
