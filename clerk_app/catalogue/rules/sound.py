"""How the name of an item is typed: folded characters and their pinyin."""

from __future__ import annotations

from dataclasses import dataclass

from clerk_app.kernel.text import half_width

_OPEN = "([{【〔〖"
_CLOSE = ")]}】〕〗"

OTHER_READINGS: dict[str, tuple[str, ...]] = {
    char: tuple(readings.split())
    for char, readings in (
        line.split(" ", 1)
        for line in """
行 xing hang|重 zhong chong|长 chang zhang|乐 le yue|率 lv shuai|会 hui kuai|参 can shen
单 dan shan|调 diao tiao|传 chuan zhuan|校 xiao jiao|还 huan hai|都 du dou|差 cha chai
朝 chao zhao|藏 cang zang|车 che ju|称 cheng chen|乘 cheng sheng|畜 chu xu|便 bian pian
薄 bo bao|泊 bo po|卡 ka qia|降 jiang xiang|角 jiao jue|解 jie xie|落 luo la|绿 lv lu
没 mei mo|模 mo mu|屏 ping bing|曝 pu bao|强 qiang jiang|区 qu ou|塞 sai se|厦 sha xia
识 shi zhi|似 si shi|宿 su xiu|提 ti di|拓 tuo ta|系 xi ji|血 xue xie|扎 zha za|折 zhe she
着 zhe zhuo zhao|种 zhong chong|属 shu zhu|说 shuo shui|省 sheng xing|盛 sheng cheng
什 shen shi|查 cha zha|曾 ceng zeng|给 ji gei|巷 xiang hang|大 da dai|度 du duo|恶 e wu
佛 fo fu|否 fou pi|圈 quan juan|勒 le lei|露 lu lou|陆 lu liu|脉 mai mo|秘 mi bi
粘 nian zhan|炮 pao bao|迫 po pai|朴 piao pu po|纤 xian qian|亲 qin qing|熟 shu shou
术 shu zhu|削 xue xiao|轧 zha ya|钥 yao yue|叶 ye xie|遗 yi wei|择 ze zhai|仔 zi zai
偿 chang|券 quan|供 gong|茄 qie jia|拆 chai|蔓 man wan|劲 jin jing|觉 jue jiao|壳 ke qiao
""".replace("\n", "|").split("|")
        if line
    )
}
"""Readings of common polyphones (多音字), whatever phrase they stand in.

Rare readings are left out on purpose: 许 as hu would make every 许可 answer to 户口's hk.
General knowledge of Mandarin; a reading too many costs a stray hit, one too few a miss.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """A name as it is matched: folded characters, each with its readings (none: itself only)."""

    text: str
    readings: tuple[tuple[str, ...], ...]


def fold(text: str) -> str:
    """Lower case, half width, letters, digits and hanzi only.

    >>> fold("ＡＢ级（新办）、x")
    'ab级新办x'
    """
    return "".join(char for char, _ in _folded(text))


def reading_forms(name: str, readings: str) -> tuple[Form, ...]:
    """The forms of a name: whole, and without its bracketed parts if that differs.

    `readings` is what `encode_readings` made for `fold(name)`.
    """
    chars = _folded(name)
    sounds = decode_readings(readings)
    if len(sounds) != len(chars):
        sounds = ((),) * len(chars)
    whole = Form("".join(char for char, _ in chars), sounds)
    bare = [at for at, (_, bracketed) in enumerate(chars) if not bracketed]
    if not bare or len(bare) == len(chars):
        return (whole,)
    return (whole, Form("".join(chars[at][0] for at in bare), tuple(sounds[at] for at in bare)))


def encode_readings(sounds: list[tuple[str, ...]]) -> str:
    """Readings as stored text: one word per character, `-` where it has none.

    >>> encode_readings([("xing", "hang"), ()])
    'xing,hang -'
    """
    return " ".join(",".join(sound) or "-" for sound in sounds)


def decode_readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The inverse of `encode_readings`."""
    return tuple(() if word == "-" else tuple(word.split(",")) for word in text.split())


def _folded(text: str) -> list[tuple[str, bool]]:
    """The folded characters, each with whether it stands in brackets."""
    out: list[tuple[str, bool]] = []
    depth = 0
    for char in half_width(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char.isalnum():
            low = char.lower()
            out.append((low if len(low) == 1 else char, depth > 0))
    return out
