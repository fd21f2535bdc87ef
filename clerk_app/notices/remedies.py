"""What a hall's own passage on 救济途径 must say, and what may not stand beside it.

复议 within 60 days of receipt, with a body that is named; 诉讼 within six months, at a court that
is named. A hall says it in its own official Chinese: what is sought are the two periods, and what
the sentence says before and behind each of them. What words cannot tell apart is let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clerk_app.notices.keeping import negated

_FIGURE = "0-9０-９〇零一二三四五六七八九十百千万两.．"
_PERIOD = re.compile(
    rf"(?<![{_FIGURE}])(?:(?P<days>60|６０|六十)(?:个?自然)?[日天]|(?:六|6|６)个月)[之以]?内"
)
_END = re.compile("[。！？]")
_TAIL_END = re.compile("[。！？；;\n]")
_PAUSE = "，。；：！？,;:!?\n"
_VERB = "收到|接到|接收|签收|收悉|领取|知道|知悉|送达"
_BEGINS = re.compile(
    rf"(?:[自从于在]|(?:{_VERB}))[^{_PAUSE}]{{0,60}}?(?<![提引发一])(?:起算|起(?![诉草])|[之以]?后(?=[，,]?$))"
)
_DAY = re.compile("(?:的?(?:之日|次日|当日|那天|当天|之次日))+$")
_PAPER = re.compile("(?:决定书?|告知书?|通知书?|文书|行政行为|行政处理|[本该此这].{0,12}[书单])$")
_OTHER_PAPER = re.compile("(?<!不)(?<!不予)受理|申请|补正|复议|收件|一次性|材料|交费|缴费|凭证")
_DATE = re.compile("[0-9０-９〇零一二三四五六七八九十]年|[0-9０-９]月")
_NOISE = re.compile("[《》“”（）()]|您|你（?单位）?|你|申请人|当事人|或者?|应当?|的|书面")
_NAMED = r"(?:\{to_review_organ\}|[向到](?!窗口|邮局)[^，。；：\n]{0,40}?"
_REVIEW = re.compile(
    rf"{_NAMED}(?:政府|委|委员会|[厅局署]|部(?!分|门)|办(?!理|事)|会(?!议)|行(?!政)|(?<!法)院))[^{_PAUSE}]{{0,60}}?"
    "(?:(?:申请|提起|提出)(?:行政)?复议|提[出交](?:书面)?(?:的)?(?:行政)?复议(?:的)?申请)"
)
_LAWSUIT = re.compile(
    r"(?:\{court\}|[向到](?!人民法院)[^，。；：{}\n]{1,30}?法院)"
    rf"[^{_PAUSE}]{{0,40}}?(?:(?:提起|提出)(?:行政)?诉讼|起诉)"
)
"""The court the hall registered, or one by its name."""
_ASKED = re.compile("(?:申请|提起|提出|提交)[^，。；\n]{0,6}复议|诉讼|起诉")

_ASIDE = re.compile("（(?![^（）\n]{0,80}(?:[日月]内|[{}]))[^（）\n]{0,80}）")
"""An address, a number, a remark: not one that holds a period or a placeholder itself."""
_LAWFUL = re.compile("已(?!是|为|终)|期间|期限内|同时|重复|再次|先|未经|逾期|超过|届满|以外|除外")
"""Words of the rules of the law itself on when one way is closed while the other is open."""
_DENIED = (
    re.compile(
        "本(?:决定|告知)书?[^，。；\n]{0,6}?(?:为|是|系|属于?)[^，。；\n]{0,4}?(?:终局|最终)"
    ),
    re.compile(
        "(?:不得|不准|不许|禁止|无权)[^，。；\n收因费阻碍拒限剥干拖]{0,12}?"
        "(?:复议(?!费|机关)|起诉|诉讼(?!费))"
    ),
    re.compile(
        "(?:不能|不可以?)(?:再|直接|就此|对此)?(?:申请|提起|提出)?(?:行政)?(?:复议|起诉|诉讼)"
    ),
    re.compile(
        "不(?:再|予)?(?:接受|受理)[^，。；\n决告知服]{0,8}?"
        "(?:复议(?!机关|费|决定)|起诉|诉讼(?!费))(?![^，。；\n]*不服)"
    ),
    re.compile("(?:将被|会被|一律|一概|均)(?:予以|裁定)?(?:驳回|拒收)"),
    re.compile("放弃[^，。；\n]{0,10}?(?:复议|诉讼|起诉|救济|权利)"),
    re.compile("(?:权利|救济)[^，。；\n]{0,4}?[仅只]限"),
)
_VOID = re.compile(
    "仅供参考|不作数|不算数|取消[^，。；\n]{0,6}?(?:复议|诉讼|起诉|救济|权利)"
    "|(?:复议|诉讼|救济|权利)[^，。；\n]{0,16}?取消"
)
_CONSENT = re.compile(
    "(?:须|需|应|应当|必须|要)(?:先|事先|提前)?[^，。；\n]{0,6}?(?:经|征得|取得)"
    "[^，。；\n]{0,15}?(?:同意|批准|许可|核准)"
)
_PAYMENT = re.compile(
    "预[交缴]|[缴交]纳|支付(?!宝)|保证金|押金|收费|收取|[缴交收付](?!通)[^，。；\n]{0,4}费"
)
_NO_PAYMENT = re.compile("不|免|无需|无须|禁止|受理费|诉讼费")


def wanting_in(text: str) -> list[str]:
    """What a passage on 救济途径 does not say, in the words of who has to write it, and a period
    that begins otherwise than with receipt.

    >>> wanting_in("自收到之日起60日内{to_review_organ}申请行政复议，六个月内向{court}起诉")
    []
    """
    review, lawsuit, faults = False, False, list[str]()
    for period in _periods(_ASIDE.sub(_unless_negated, re.sub("[ \u3000]", "", text))):
        review = review or period.is_review()
        lawsuit = lawsuit or period.is_lawsuit()
        if period.begin and not _of_receipt(period.begin) and _ASKED.search(period.after):
            faults.append(f"期限要自收到这份文书之日起算，不能写“{period.begin}”")
    if not review:
        faults.append(
            "要在一句里写明：自收到本决定书（告知书）之日起60日内，向哪个机关申请行政复议，"
            "机关写 {to_review_organ} 或者它的名称"
        )
    if not lawsuit:
        faults.append(
            "要在一句里写明：六个月内，向哪个法院提起行政诉讼，法院写 {court} 或者它的名称"
        )
    return list(dict.fromkeys(faults))


def denied_in(text: str) -> list[str]:
    """The words by which any sentence of a paper with 救济途径 denies them. What the law itself
    says of the two ways (no lawsuit while a review runs, a late one is rejected) does not.

    >>> denied_in("本决定为终局决定，不得申请复议。")
    ['本决定为终局', '不得申请复议']
    >>> denied_in("已经申请行政复议的，在复议期间不得向法院起诉。")
    []
    """
    return [
        found[0]
        for sentence in _TAIL_END.split(text)
        for denied in _DENIED
        if (found := denied.search(sentence)) and not _LAWFUL.search(sentence)
    ]


def barred_in(text: str) -> list[str]:
    """The words by which a passage on 救济途径 sets a payment or a consent before them, or says
    that it does not count.

    >>> barred_in("行政复议不收取任何费用。"), barred_in("申请复议的，应当先交纳费用。")
    ([], ['交纳'])
    """
    found = [match[0] for match in _VOID.finditer(text)]
    for clause in re.split(f"[{_PAUSE}]", text):
        if (match := _CONSENT.search(clause)) and not re.search("[无不]需", clause):
            found.append(match[0])
        if (match := _PAYMENT.search(clause)) and not _NO_PAYMENT.search(
            clause.replace("不服", "")
        ):
            found.append(match[0])
    return found


@dataclass(frozen=True, slots=True)
class _Period:
    """A period with the words of its sentence before it and behind it."""

    days: bool
    before: str
    words: str
    after: str

    @property
    def begin(self) -> str:
        """From when it runs, in the words of the sentence; the last before it."""
        found = ""
        for match in _BEGINS.finditer(self.before):
            found = match[0]
        return found

    def is_review(self) -> bool:
        """60 days of receipt, with a body."""
        return self.days and _of_receipt(self.begin) and self._says(_REVIEW)

    def is_lawsuit(self) -> bool:
        """Six months, of receipt where it says from when, at a court."""
        return not self.days and self._says(_LAWSUIT)

    def _says(self, sought: re.Pattern[str]) -> bool:
        found = sought.search(self.after)
        if found is None:
            return False
        if "以外" in found[0]:
            return False
        begun = self.before.rfind(self.begin) if self.begin else len(self.before)
        head = re.split(f"[{_PAUSE}]", self.before[:begun])[-1] + self.before[begun:]
        rest = re.split(f"[{_PAUSE}]", self.after[found.end() :])[0]
        return not negated(head + self.words + self.after[: found.end()] + rest)


def _periods(text: str) -> Iterator[_Period]:
    """Every period; its sentence goes back to the last full stop, and no further than the period
    before it."""
    found = list(_PERIOD.finditer(text))
    for at, match in enumerate(found):
        first = found[at - 1].end() if at else 0
        last = found[at + 1].start() if at + 1 < len(found) else len(text)
        before = _END.split(text[first : match.start()])[-1]
        after = _TAIL_END.split(text[match.end() : last])[0]
        yield _Period(match["days"] is not None, before, match[0], after)


def _unless_negated(aside: re.Match[str]) -> str:
    return aside[0] if negated(aside[0]) else ""


def _of_receipt(begin: str) -> bool:
    """Whether a period that begins so begins with receipt of the paper, or knowledge of it.

    >>> _of_receipt("自收到本决定书之日起"), _of_receipt("自收到受理通知书之日起")
    (True, False)
    """
    found = re.search(_VERB, begin)
    if not found or _DATE.search(begin):
        return False
    verbs = re.sub(f"^[自从于在]|{_VERB}|起算?$|[之以]?后$", "", begin)
    of = _NOISE.sub("", _DAY.sub("", verbs))
    return not of or (bool(_PAPER.search(of)) and not _OTHER_PAPER.search(of))
