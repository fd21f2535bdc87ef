"""How the name of an item is typed: folded characters and their pinyin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clerk_app.kernel.text import half_width

_OPEN = "([{【〔〖"
_CLOSE = ")]}】〕〗"
HALF_WIDTH = {0x3000: 0x20} | {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""As `kernel.text.half_width`, for names by the thousand."""
BRACKET = "("
"""Before the stored readings of a character that stands in brackets."""

OTHER_READINGS: dict[str, tuple[str, ...]] = {
    char: tuple(readings.split())
    for char, readings in (
        line.split(" ", 1)
        for line in """
行 xing hang|重 zhong chong|长 chang zhang|乐 le yue|率 lv shuai|会 hui kuai|参 can shen
单 dan shan|调 diao tiao|传 chuan zhuan|校 xiao jiao|还 huan hai|都 du dou|差 cha chai
朝 chao zhao|藏 cang zang|车 che ju|称 cheng chen|乘 cheng sheng|畜 chu xu|便 bian pian|薄 bo bao
泊 bo po|卡 ka qia|降 jiang xiang|角 jiao jue|解 jie xie|落 luo la|绿 lv lu|没 mei mo|模 mo mu
屏 ping bing|曝 pu bao|强 qiang jiang|塞 sai se|厦 sha xia|宿 su xiu|拓 tuo ta|系 xi ji
血 xue xie|扎 zha za|折 zhe she|着 zhe zhuo zhao|种 zhong chong|属 shu zhu|说 shuo shui
盛 sheng cheng|什 shen shi|查 cha zha|曾 ceng zeng|给 ji gei|巷 xiang hang|否 fou pi|圈 quan juan
勒 le lei|露 lu lou|陆 lu liu|脉 mai mo|秘 mi bi|荥 xing ying|佴 er nai|郇 huan xun|歙 she xi
乜 mie nie|仇 chou qiu|盖 gai ge|缪 miao mou|翟 zhai di|覃 tan qin|隗 wei kui|尉 wei yu|繁 fan po
牟 mou mu|粘 nian zhan|炮 pao bao|迫 po pai|朴 piao pu po|纤 xian qian|熟 shu shou|削 xue xiao
轧 zha ya|钥 yao yue|择 ze zhai|仔 zi zai|茄 qie jia|蔓 man wan|劲 jin jing|觉 jue jiao
壳 ke qiao
""".replace("\n", "|").split("|")
        if line
    )
}
"""Readings of common polyphones (多音字), whatever phrase they stand in.

Rare readings are left out on purpose: 许 as hu would make every 许可 answer to 户口's hk. Where
such a one is right (大夫, 标识, 可恶) the word stands in `rules.words`.
General knowledge of Mandarin; a reading too many costs a stray hit, one too few a miss.
"""


class Form:
    """A name as it is matched: folded characters and, for each, its readings.

    A word of `words` holds the readings of one character, the one in context first, parted by
    commas; a character without a reading stands for itself. `places` is where the characters
    stand in the name as it is shown.
    """

    __slots__ = ("places", "text", "words")

    def __init__(self, text: str, words: Iterable[str], places: Sequence[int]) -> None:
        self.text, self.words, self.places = text, tuple(words), places


def fold(text: str) -> str:
    """Lower case, half width, letters, digits and hanzi only.

    >>> fold("ＡＢ级（新办）、x")
    'ab级新办x'
    """
    low = text.translate(HALF_WIDTH).lower()
    if len(low) != len(text):  # a capital that is two small letters stays as it is
        low = "".join(char if len(char.lower()) > 1 else char.lower() for char in half_width(text))
    return low if low.isalnum() else "".join(filter(str.isalnum, low))


def fold_code(text: str) -> str:
    """A code as it is compared: half width, lower case, no blanks.

    >>> fold_code("５11Z 07-N")
    '511z07-n'
    """
    return "".join(text.translate(HALF_WIDTH).lower().split())


def forms(name: str, readings: str) -> tuple[Form, ...]:
    """The name whole, and without its bracketed parts if that differs.

    `readings` is what `spelling.readings_of` made of the name: one word per folded character,
    those in brackets marked with `BRACKET`.
    """
    text, words = fold(name), readings.split(" ")
    places = [at for at, char in enumerate(name) if char.isalnum()]
    if BRACKET not in readings:
        return (Form(text, words, places),)
    bare = [at for at, word in enumerate(words) if word[0] != BRACKET]
    words = all_words(readings)
    whole = Form(text, words, places)
    if not bare:
        return (whole,)
    chosen = "".join(text[at] for at in bare)
    return whole, Form(chosen, [words[at] for at in bare], [places[at] for at in bare])


def wholes(text: str, words: Sequence[str]) -> tuple[str, str, str]:
    """What is equal to a form: its characters, its syllables, its initials, first readings."""
    firsts = [word.partition(",")[0] for word in words]
    return text, "".join(firsts), "".join([first[0] for first in firsts if first])


def all_words(readings: str) -> list[str]:
    """The words of all characters of a name."""
    return readings.replace(BRACKET, "").split(" ")


def bare_words(readings: str) -> list[str]:
    """The words of those outside brackets."""
    return [word for word in readings.split(" ") if word[0] != BRACKET]


def in_brackets(name: str) -> list[bool]:
    """For each folded character whether it stands in brackets, nested ones included."""
    found: list[bool] = []
    depth = 0
    for char in name.translate(HALF_WIDTH):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char.isalnum():
            found.append(depth > 0)
    return found
