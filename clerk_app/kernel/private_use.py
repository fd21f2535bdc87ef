"""Private-use code points that old Chinese encodings gave to characters Unicode now has.

GBK and GB 18030-2000/2005 put characters into the private use area that no version of Unicode had
then; GB 18030-2022 maps all of them to standard code points. A card reader or a file of that time
still hands them over, and no font has them.

Sources: the 80 characters of FE50–FEA0 stand in the order of GBK at U+E815–U+E864 (GB 18030-2005,
appendix E), 13 of A989–A995 at U+E7E7–U+E7F3, two of A8BC and A8BF at U+E7C7 and U+E7C8. What each
is today: the WHATWG index of gb18030, and for the six hanzi at U+E816, E817, E818, E831, E83B and
E855 their code points of Ext B, which Unicode 3.1 gave them.
"""

from __future__ import annotations

from collections.abc import Mapping

_FROM_E815 = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟"
    "㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟"
    "䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_FROM_E78D = "︐︒︑︓︔︕︖︗︘︙"
_FROM_E7E7 = "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"

STANDARD: Mapping[int, str] = {
    0xE5E5: "\u3000",
    **{0xE78D + at: char for at, char in enumerate(_FROM_E78D)},
    0xE7C7: "ḿ",
    0xE7C8: "ǹ",
    **{0xE7E7 + at: char for at, char in enumerate(_FROM_E7E7)},
    **{0xE815 + at: char for at, char in enumerate(_FROM_E815)},
}
"""Private-use code point → the character it stands for."""


def standard(text: str) -> str:
    """`text` with the characters it means.

    >>> standard("张\ue82b") == "张\u9fb6"
    True
    """
    if text.isascii() or not any("\ue000" <= char <= "\uf8ff" for char in text):
        return text
    return text.translate(STANDARD)
