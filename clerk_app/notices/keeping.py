"""Whether an amended sentence still says what it must.

A word of a mandatory fact counts only where it is said for good: not behind a further digit
(160日), not in a clause with a negation (不免费), not on a line that falls away because it names
something this document may not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

CLAUSES = frozenset(
    {"under_article", "clock_limits", "approved", "to_review_organ", "no_deferral"}
)
"""Placeholders that are a clause of their own: absent, they leave no gap."""

MARK = re.compile(r"\{([^{}]*)\}")
GAP = "…"
"""In a phrase: other words of the same clause may stand here."""
OR = "|"
"""In a phrase: either will do."""
_PAUSE = "，。；：！？,;:!?"
_UNPAUSED = f"[^{_PAUSE}]*?"
_NEGATION = re.compile("[不无未非勿莫没否禁拒]|取消|停止|废止|免予|免除")
_HARMLESS = re.compile(
    "不服|无误|勿忘|不要忘记?|不影响|不含|不可抗力|不动产|未成年|无偿"
    "|不予?(?:行政)?(?:许可|受理|办理|批准)的?(?:决定|告知|通知)书?"
)
"""Words with a negation in them that take nothing back."""
_ENDS = "(政府|法院|委员会|[厅局署院]|部(?![分门])|办(?![理事])|会(?!议)|行(?!政))"
_BODY = re.compile(f"向[^，。；{{}}]{{0,30}}?{_ENDS}(?:[^，。；{{}}不得禁]{{0,20}}?{_ENDS})?")
"""A body by its name, which may have 无 or 未 in it (无锡, 未央)."""
_THAT = "(?:以上|上述|上列|上面|前述|前款|本段|本句|此段|此句|这段|这句)"
_WHOLE = "内容|文字|告知(?!书|单)|期限|权利|救济|[一二三两第]*[句段]|说明|规定"
_VOID = "(?:作废|无效|失效|不算数?|不作数|不适用(?![于的])|不执行|仅供参考)"
_FILLED = (
    "(?:途径|方式|权利|事项|内容|期限|文字|部分|以上|均|都|一律|一概|全部|自动|自始|即|应当?|视为"
    "|[为是已]|现|和|与|及|、){0,8}"
)
_TAKEN_BACK = re.compile(
    f"(?:{_THAT}(?:的|所[列写述说载]|各项|全部|所有|一切|有关){{0,3}}(?:{_WHOLE})?"
    "|(?:本告知书|本决定书|本通知书|救济途径|权利救济)(?:一[栏节]|部分|中|所列|的|全部){0,3}"
    f"(?:{_WHOLE})?){_FILLED}{_VOID}(?!的[，,])|{_VOID}的是?{_THAT}"
    "|放弃[^，。；\n]{0,8}?(?:(?:一切|全部|所有|任何)权利|复议|诉讼|起诉|救济)"
)
"""Of what the paper says as a whole, not of a paper, a code or a mandate that is named."""
_SUM = re.compile(
    "(?:[0-9０-９十百千万两.]{1,12}"
    "|(?<![一二三四五六七八九])[二四五六七八九](?=[元块](?:[，。；、！） 钱整]|$)))"
    "[余多]?(?:元|块钱)"
)
_ASKED = re.compile(
    "另收|另行收|另外收|加收|须[缴交]|应[付缴交]|应当(?:支付|缴纳|交纳)|支付[^，。；\n]{0,4}报酬"
    "|(?:收取?|支付|[交缴]纳?|付)[^，。；\n]{0,6}"
    "(?:[加急手续服务劳辛苦代帮办]{2}费|小费|酬金|佣金)"
)
_BUT = re.compile(
    "(?:红包|礼金|礼品|财物|烟酒|小费|好处费|辛苦费|感谢费|报酬)[^，。；\n]{0,4}除外"
    "|(?:首[次单件]|第一次|前[0-9一二两三四五]次)[^，。；\n]{0,12}(?:免费|不收)"
)
_NOT_ASKED = re.compile("[不免禁]")
_ITEMS_OWN = re.compile("事项|收费单位|行政事业性|税|第三方|公证|快递|邮寄")
"""Of money the item itself costs, or somebody else takes."""
_FIGURE = "0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万两.．"


def lost(
    text: str, names: Sequence[str], phrases: Sequence[str], shipped: str
) -> tuple[list[str], list[str]]:
    """What `text` no longer says: placeholders and phrases that are missing, and those that stand
    on a line with a placeholder beside which the `shipped` sentence never has them.

    >>> lost("160日内申请行政复议", (), ("60日内…行政复议",), "60日内申请行政复议")[0]
    ['“60日内…行政复议”']
    """
    lines, known = text.splitlines(), _known(shipped)
    parts = {part for phrase in phrases for part in re.split(r"[…|]", phrase)}
    missing, loose = [], []
    sought = [(f"{{{name}}}", f"{{{name}}}") for name in names]
    sought += [(f"“{phrase.split(OR)[0]}”", phrase) for phrase in phrases]
    for shown, phrase in sought:
        where = [line for line in lines if _says(line, phrase, parts)]
        if not where:
            missing.append(shown)
        elif not any(_stays(line, phrase, known, parts) for line in where):
            loose.append(shown)
    return missing, loose


def strangers(text: str, *shipped: str) -> list[str]:
    """Placeholders that no shipped sentence of this name uses: the line would fall away, or print
    a gap, where this document does not say them."""
    used = {name for each in shipped for name in MARK.findall(each)} | CLAUSES
    return [f"{{{name}}}" for name in dict.fromkeys(MARK.findall(text)) if name not in used]


def taken_back(text: str) -> str:
    """The words by which a sentence takes back what the paper says, or a right; empty for none.

    >>> taken_back("以上内容作废。"), taken_back("未盖章无效")
    ('以上内容作废', '')
    """
    found = _TAKEN_BACK.search(text)
    return found[0] if found else ""


def negated(text: str) -> bool:
    """Whether a passage has a negation in it; a body by its name and 不服 are none.

    >>> negated("60日内不得申请行政复议"), negated("如不服本决定，可向无锡市人民政府申请")
    (True, False)
    """
    return bool(_NEGATION.search(_HARMLESS.sub("", MARK.sub("", _BODY.sub(r"向\1", text)))))


def charge(text: str) -> str:
    """The words by which a service that is free asks for money; empty for none. A sum or a payment
    that is forbidden is none, nor is one of the item itself.

    >>> charge("服务免费，不收取任何费用。另收加急费100元。"), charge("不得变相收费，不收1元钱。")
    ('另收', '')
    """
    if found := _BUT.search(text):
        return found[0]
    for clause in re.split(f"[{_PAUSE}\n]", text):
        found = _ASKED.search(clause) or _SUM.search(clause)
        if found and not _NOT_ASKED.search(clause) and not _ITEMS_OWN.search(clause):
            return found[0]
    return ""


def _known(shipped: str) -> list[str]:
    return [line for line in shipped.splitlines() if line.strip()]


def _stays(line: str, phrase: str, known: Sequence[str], parts: set[str]) -> bool:
    """Whether the line stands wherever a shipped line that says the phrase does."""
    here = set(MARK.findall(line)) - CLAUSES
    return any(here <= set(MARK.findall(other)) for other in known if _says(other, phrase, parts))


def _says(line: str, phrase: str, parts: set[str]) -> bool:
    line = _BODY.sub(r"向\1", line)
    return any(_sound(line, *found) for found in _found(line, phrase, parts))


def _found(line: str, phrase: str, parts: set[str]) -> Iterator[tuple[int, int, str]]:
    """Every place of the phrase: its ends, and the words in its gaps."""
    for each in phrase.split(OR):
        pieces = each.split(GAP)
        gap = f"({_UNPAUSED})"
        pattern = gap.join(re.escape(piece) for piece in pieces)
        strange = parts - set(pieces) - {""}
        for found in re.finditer(f"(?={pattern})", line):
            whole = re.match(pattern, line[found.start() :])
            if whole is None or any(part in gap for gap in found.groups() for part in strange):
                continue
            yield found.start(), found.start() + whole.end(), "".join(found.groups())


def _sound(line: str, start: int, end: int, between: str) -> bool:
    """Said for good: no further digit before it, no negation round it."""
    before, after = line[:start], line[end:]
    if before and before[-1] in _FIGURE and line[start] in "{" + _FIGURE:
        return False
    if MARK.fullmatch(line[start:end]):  # a value: what is said of it is a phrase of its own
        return True
    clause = re.split(f"[{_PAUSE}]", before)[-1] + between + re.split(f"[{_PAUSE}]", after)[0]
    return not negated(clause)
