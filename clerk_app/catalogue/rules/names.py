"""What the name of a paper or the text of a ground tells: own form, anything, or nothing."""

from __future__ import annotations

import re
from functools import lru_cache

_OWN_FORM = re.compile(r"(申请|申报|备案)[^，,；;、]{0,6}(表格?|书|单)》?(（.*）|\(.*\))?$")
_OTHER = "其[他它]"
_PAPERS = "(材料|资料|文件|证明|手续|证件|凭证)"
_CATCH_ALL = re.compile(
    rf"^({_OTHER}|有关|相关|必要|证明)?(的)?(相关|有关|必要|需要|证明|补充|应当提交|需提交)*(的)?{_PAPERS}(等)?$"
    rf"|^{_OTHER}$"
    rf"|(规定|要求|认为|需要|需|应当|必须)[^，,；;、]{{0,6}}(的)?{_OTHER}[^，,；;、]{{0,6}}{_PAPERS}(等)?$"
    rf"|^{_OTHER}[^，,；;、]{{0,4}}(需要|要求|规定|应当)[^，,；;、]{{0,4}}(的)?{_PAPERS}(等)?$"
    rf"|^(窗口|审批机关|受理机关|本机关|工作人员|部门)?(认为|要求|需要)[^，,；;、]{{0,4}}的{_PAPERS}(等)?$"
)
_NOTHING = frozenset({"", "无", "没有", "暂无", "略", "不详", "待定", "无依据", "空"})


@lru_cache(maxsize=4096)
def is_catch_all(name: str) -> bool:
    """Does a name stand for papers that nobody can list (其他材料, 需要提供的其他材料)?

    >>> is_catch_all("其他相关材料"), is_catch_all("法律法规规定的其他材料")
    (True, True)
    >>> is_catch_all("其他共有人身份证"), is_catch_all("相关人员身份证明")
    (False, False)
    """
    return bool(_CATCH_ALL.search(name.strip("。；; ")))


@lru_cache(maxsize=4096)
def is_own_form(name: str) -> bool:
    """Is it the application form (格式文本), which the hall gives out (行政许可法 art. 29)?

    >>> is_own_form("食品经营许可申请书"), is_own_form("户口登记表")
    (True, False)
    """
    return bool(_OWN_FORM.search(name.strip()))


def says_something(text: str) -> bool:
    """Is there anything behind a text, or only 无, / or ——?

    >>> says_something("/"), says_something("无。"), says_something("《测试条例》")
    (False, False, True)
    """
    bare = "".join(char for char in text if char.isalnum())
    return bare not in _NOTHING
