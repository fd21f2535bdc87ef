"""The administration of the catalogue without its widgets, on a hand-written port."""

from __future__ import annotations

from clerk_app.desk.actions import CallAct
from clerk_app.desk.catalogue_admin import AdminPresenter, Tab
from clerk_app.desk.catalogue_lines import diff_head
from clerk_app.desk.catalogue_port import Compared
from clerk_app.desk.frame import FramePresenter
from clerk_app.desk.runner import ImmediateRunner
from clerk_app.kernel.errors import Misused, Refused
from tests.desk.catalogue_fakes import FakeCatalogue
from tests.desk.test_palette import LaterRunner
from tests.ui.support import FakeDesk


class Admin:
    """A presenter on the fake, and what the frame was told."""

    def __init__(self, port: FakeCatalogue | None = None, *, later: bool = False) -> None:
        self.port = port or FakeCatalogue()
        self.runner = LaterRunner()
        self.held: list[str] = []
        runner = self.runner if later else ImmediateRunner()
        self.act = AdminPresenter(self.port, runner, lambda _state: None, self.held.append)

    @property
    def told(self) -> str:
        message = self.act.state.message
        return message.text if message else ""


def test_the_head_tells_counts_version_and_the_last_switch() -> None:
    words = Admin().act.state.facts
    assert words == "37 个事项，一件事 2 件，2 个部门，版本 abababab，2026-11-24 10:02 更新"


def test_several_files_are_imported_and_the_report_is_by_row_refused_first() -> None:
    admin = Admin()
    admin.act.toggle_partial()
    admin.act.import_files(' "a.json"；b.xlsx ')
    assert admin.port.imports == [(("a.json", "b.xlsx"), True)]
    assert admin.act.state.head == "新增 2，更新 1，未变 3，未收 1 条，提醒 3 条"
    lines = admin.act.state.shown
    assert [line.right for line in lines] == ["未收", "提醒", "提醒", "提醒"]
    assert lines[0].title == "一.json 第 7 条"


def test_the_filter_goes_through_the_codes_by_number_and_back_to_all() -> None:
    admin = Admin()
    admin.act.import_files("a.json")
    seen = []
    for _ in range(4):
        admin.act.next_filter()
        seen.append((admin.act.state.filter_words, len(admin.act.state.shown)))
    assert seen == [
        ("没有设定依据 2 条", 2),
        ("no_name 1 条", 1),
        ("事项类型不认识 1 条", 1),
        ("全部 4 条", 4),
    ]


def test_the_whole_report_is_text() -> None:
    admin = Admin()
    admin.act.import_files("a.json")
    text = admin.act.report_text()
    assert text.splitlines()[0] == admin.act.state.head
    assert len(text.splitlines()) == 5
    admin.act.save_report("/x/report.txt")
    assert admin.port.written == [(text, "/x/report.txt", False)]


def test_a_stopped_import_changes_nothing_and_says_so() -> None:
    admin = Admin()
    admin.port.on_step = admin.act.stop
    admin.act.import_files("a.json")
    assert admin.port.imports == []
    assert admin.told.startswith("已停止导入，事项库还是原来的，一条也没有变")
    assert admin.act.state.going is None
    assert admin.held[-1] == ""


def test_progress_is_seen_while_the_worker_is_at_it_and_the_frame_knows() -> None:
    admin = Admin(later=True)
    admin.runner.work()
    seen: list[str] = []

    def look() -> None:
        admin.act.tick()
        going = admin.act.state.going
        assert going is not None
        seen.append(going.words)

    admin.port.on_step = look
    admin.act.import_files("a.json")
    assert admin.held == ["正在导入事项库"]
    admin.runner.work()
    assert seen == [f"正在导入事项库：读取 {n} / 300" for n in (100, 200, 300)]
    assert admin.held == ["正在导入事项库", ""]


def test_the_rate_is_told_once_it_means_something() -> None:
    admin = Admin(later=True)
    ms = [0]
    act = AdminPresenter(
        admin.port, admin.runner, lambda _state: None, admin.held.append, lambda: ms[0]
    )
    admin.runner.work()
    seen = []

    def look() -> None:
        act.tick()
        ms[0] += 1000
        act.tick()
        assert act.state.going is not None
        seen.append(act.state.going.rate)

    admin.port.on_step = look
    act.import_files("a.json")
    admin.runner.work()
    assert seen == [100, 100, 100]


def test_while_it_runs_nothing_else_begins_and_the_page_stays() -> None:
    admin = Admin(later=True)
    admin.runner.work()
    admin.act.import_files("a.json")
    admin.act.import_files("b.json")
    admin.act.go(Tab.LINT)
    assert admin.act.state.tab is Tab.IMPORT
    assert "还没有做完" in admin.told
    admin.runner.work()
    assert admin.port.imports == [(("a.json",), False)]


def test_call_keys_say_what_keeps_the_worker_busy_and_are_not_done_later() -> None:
    desk = FakeDesk()
    frame = FramePresenter(desk, ImmediateRunner(), lambda _state: None)
    frame.hold("正在导入事项库")
    frame.press(CallAct.CALL)
    assert frame.state.notice is not None
    assert frame.state.notice.happened == "正在导入事项库。"
    frame.hold("")
    assert desk.frame.acts == []
    frame.press(CallAct.CALL)
    assert desk.frame.acts == [CallAct.CALL]


def test_a_broken_file_is_told_and_the_counts_stay() -> None:
    admin = Admin(FakeCatalogue(fails=Misused("bad_catalogue_file", "这不是事项文件")))
    admin.act.import_files("a.json")
    assert admin.told == "这不是事项文件。"
    assert admin.act.state.going is None


def test_a_clerk_who_is_no_administrator_reads_and_changes_nothing() -> None:
    admin = Admin(FakeCatalogue(may=False))
    admin.act.import_files("a.json")
    assert admin.port.imports == []
    assert "只有管理员" in admin.told
    admin.act.go(Tab.EXPORT)
    admin.act.write("export", "/x/a.json")
    assert admin.port.written == []
    admin.act.go(Tab.LINT)
    admin.act.lint()
    assert len(admin.act.state.shown) == 2


def test_findings_that_block_come_first_and_are_filtered_by_department() -> None:
    admin = Admin()
    admin.act.go(Tab.LINT)
    admin.act.lint()
    assert admin.act.state.head == "39 个事项，可以发布 38 个，有问题要改的 1 个"
    assert [(line.right, line.title) for line in admin.act.state.shown] == [
        ("不能发布", "食品许可"),
        ("提醒", "个体登记"),
    ]
    admin.act.next_filter()
    admin.act.next_filter()
    assert [line.kind for line in admin.act.state.shown] == ["登记局"]


def test_a_comparison_has_the_five_parts_as_filters_whether_found_or_not() -> None:
    admin = Admin()
    admin.act.go(Tab.DIFF)
    admin.act.diff(" a.json ", "")
    assert admin.port.diffs == [("a.json", "本机")]
    assert [kind for kind, _ in admin.act.state.kinds[:5]] == [
        "名称",
        "依据",
        "材料",
        "流程",
        "时限",
    ]
    assert dict(admin.act.state.kinds)["时限"] == 1
    assert (
        admin.act.state.head == "前者 2 个、后者 2 个事项：不同 1 个，只在前者 1 个，只在后者 1 个"
    )
    admin.act.diff("", "")
    assert admin.told.startswith("两边是同一个。")


def test_a_comparison_says_how_many_rows_of_a_file_could_not_be_read() -> None:
    head = diff_head(Compared(2, 3, (), unread_b=1234))
    assert head.endswith("，只在后者 0 个，后者有 1,234 条读不出来")
    head = diff_head(Compared(2, 3, (), unread_a=1, unread_b=2))
    assert head.endswith("，前者有 1 条读不出来，后者有 2 条读不出来")


def test_an_alias_is_added_and_taken_away() -> None:
    admin = Admin()
    admin.act.go(Tab.ALIASES)
    admin.act.find("个体")
    admin.act.choose()
    assert [line.title for line in admin.act.state.shown] == ["摆摊"]
    admin.act.add_alias("开店")
    assert [line.title for line in admin.act.state.shown] == ["摆摊", "开店"]
    admin.act.to(1)
    admin.act.remove_alias()
    assert [line.title for line in admin.act.state.shown] == ["摆摊"]
    admin.act.dismiss()
    assert [line.title for line in admin.act.state.shown] == ["个体登记"]


def test_files_are_written_and_writing_over_is_asked_for_each_time() -> None:
    admin = Admin()
    admin.act.go(Tab.EXPORT)
    admin.act.write("export", "")
    assert "还没有写存到哪里" in admin.told
    admin.act.toggle_force()
    admin.act.write("export", "/x/a.json")
    admin.act.toggle_leave_out()
    admin.act.write("publish", "/x/b.json")
    admin.act.write("template", "/x/c.xlsx")
    assert admin.port.written == [
        ("export", "/x/a.json", True),
        ("publish, the rest left", "/x/b.json", False),
        ("template", "/x/c.xlsx", False),
    ]
    admin.port.fails = Refused("not_publishable", "3 个事项不能发布，没有写出文件")
    admin.act.write("publish", "/x/b.json")
    assert admin.told.startswith("3 个事项不能发布")
