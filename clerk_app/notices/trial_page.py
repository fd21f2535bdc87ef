"""测试页: what a printer and the fonts of this machine make of a page.

Each face by its name with the rarest characters it is there for, a bar code and a QR code as they
stand on papers, lines of the widths that are used, and a ruler of 100 mm to lay a real one on: a
page a spooler has scaled is seen at once.
"""

from __future__ import annotations

from clerk_app.notices.codes import code128, qr
from clerk_app.notices.fonts import FILES, FontSet
from clerk_app.notices.page import A4, MM, Face, Mark, Page, Rule, moved
from clerk_app.notices.typeset import Style, Typesetter

RULER_MM = 100
BARCODE = "00000000000000000000"
QR_TEXT = "hall:test"
LINES = (
    (Face.SERIF, "综合窗口受理通知书 㐂㛃䶮鿫 0123456789"),
    (Face.SERIF_BOLD, "综合窗口受理通知书 0123456789"),
    (Face.SANS, "综合窗口受理通知书 〇々㙍 AaBb 0123456789"),
    (Face.SANS_MEDIUM, "综合窗口受理通知书 0123456789"),
    (Face.SANS_BOLD, "综合窗口受理通知书 0123456789"),
    (Face.RARE, "𠮷𡈙𤭢𪚥𫝀𫠝𬱖𬺡"),
    (Face.KOREAN, "가각힣"),
)
"""What is set in each face."""
_LEFT, _TOP = 25 * MM, 30 * MM
_WIDTHS = (0.35, 0.5, 0.75, 1.0)


def trial_page(fonts: FontSet, *, printer: str, made_at: str) -> Page:
    """The page. A character no font has stands as a box with its code, a face that is not there
    is named so. Raises nothing but what `FontSet` does."""
    setter = Typesetter(fonts, boxed=True)
    title = Style(Face.SANS_BOLD, 18, 24)
    words, small = Style(Face.SANS, 10.5, 15), Style(Face.SANS, 8, 11, grey=0.3)
    marks: list[Mark] = []
    y = _TOP

    def say(text: str, style: Style, down: float) -> None:
        nonlocal y
        marks.extend(setter.set_line(text, style, _LEFT, y))
        y += down

    say("打印测试页", title, 26)
    say(f"打印机：{printer}", words, 16)
    say(f"时间：{made_at}", words, 28)
    for face, text in LINES:
        absent = "（没有安装）" if face in fonts.absent else ""
        say(f"{face.value}  {FILES[face]}{absent}", small, 17)
        say(text, Style(face, 14, 20), 26)
    y += 8
    say("一维码和二维码，请用扫码枪扫一下：", words, 10)
    marks.append(moved(code128(BARCODE, 60 * MM, 12 * MM), _LEFT, y))
    marks.append(moved(qr(QR_TEXT, 20 * MM), _LEFT + 90 * MM, y))
    y += 28 * MM
    say(f"标尺 {RULER_MM} 毫米，请用直尺量，不是 {RULER_MM} 毫米就是打印机缩放了：", words, 20)
    marks.extend(_ruler(y))
    y += 34
    say("线宽 0.35、0.5、0.75、1 磅：", words, 14)
    for width in _WIDTHS:
        marks.append(Rule(_LEFT, y, _LEFT + RULER_MM * MM, y, width))
        y += 8
    return Page(*A4, 1, 1, tuple(marks))


def _ruler(y: float) -> list[Mark]:
    """A line of `RULER_MM`, ticks every millimetre, longer every five and ten."""
    marks: list[Mark] = [Rule(_LEFT, y, _LEFT + RULER_MM * MM, y, 0.5)]
    for mm in range(RULER_MM + 1):
        height = 10 if mm % 10 == 0 else 7 if mm % 5 == 0 else 4
        x = _LEFT + mm * MM
        marks.append(Rule(x, y, x, y + height, 0.35))
    return marks
