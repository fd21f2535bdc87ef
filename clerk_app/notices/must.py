"""What a sentence of a hall must keep, and what several kinds of document ask for alike.

How a word is sought, and what `…` and `|` mean in it: `keeping`.
"""

from __future__ import annotations

from dataclasses import dataclass

PLAIN = "plain_"
OTHER = "_other"
REMEDIES, EDITION = "remedies", "remedies_edition"
"""救济途径, and which edition of it a page says: a sentence that is amended has an edition of its
own, so that the margin never names the shipped one under other words."""
ASSISTANCE = "assistance_order"
"""The sheet of a free service."""
UNDER_ARTICLE = "under_article"


@dataclass(frozen=True, slots=True)
class Must:
    """The placeholders a sentence must name, and the words it must hold."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def words(*kept: str) -> Must:
    """Words alone, whatever else the sentence says."""
    return Must(words=kept)


SAID = Must()
"""The sentence says something, in any words."""
LATE_RETURN = words("逾期没有补齐的，视为放弃申请")
LATE_PAUSE = words("逾期没有补齐的", "暂停办理")
GRACE = Must(("grace",), ("宽限期为{grace}个工作日", "宽限期满仍未补齐的，…退件"))
ANY_LATE = "任何一项逾期没有补齐的|任何一项逾期未补齐的|任何一项逾期的|有一项过期没有补齐的"
OVER = "|".join(
    f"宽限期满仍{wanting}的，…退件" for wanting in ("没有补正", "没有补齐", "未补正", "未补齐")
)
SENT_HOME = words("退件", "退回收存的材料")
SENT_HOME_LATER = Must(("grace",), ("{grace}个工作日的宽限期", OVER, *SENT_HOME.words))
BARE = words("退件")
"""Of papers nobody keeps nothing is said to go back."""
BARE_LATER = Must(("grace",), ("{grace}个工作日的宽限期", OVER))
LATE_END = words("逾期没有补齐或者补交的材料不合格的", "终止办理")
