"""The syllables of Mandarin as they are typed, and where typed letters can be cut into them.

Nothing here knows an item. A run of letters such as `shipinjy` can be cut in several ways
(`xian` is xian, xi an, xia n …); what all ways have in common narrows a search without
losing a hit.
"""

from __future__ import annotations

from dataclasses import dataclass

TWO_LETTER_INITIALS = ("zh", "ch", "sh")

SYLLABLES = frozenset(
    """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca
cai can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu
chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de
dei den deng di dia dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa
fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai
guan guang gui gun guo ha hai han hang hao he hei hen heng hm hng hong hou hu hua huai huan
huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang
kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len
leng li lia lian liang liao lie lin ling liu lo long lou lu luan lue lun luo lv lve m ma mai
man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu n na nai nan nang nao ne
nei nen neng ng ni nia nian niang niao nie nin ning niu nong nou nu nuan nue nun nuo nv nve o
ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao
qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run
ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu
shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te
tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo
wong wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin
ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao
zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu
zuan zui zun zuo
""".split()  # noqa: SIM905  a table
)
"""Every reading an index may hold: a reading outside this table is not indexed (its character
still is), so that cutting by this table never loses an item. ü is typed v or u."""

LONGEST = max(map(len, SYLLABLES))
BEGINNINGS = frozenset(s[:n] for s in SYLLABLES for n in range(1, len(s) + 1))
_NEVER_FIRST = frozenset("iuv")
"""No syllable begins with these; a Latin letter of a name may (ICP备案)."""
_STEPS: dict[str, tuple[int, ...]] = {
    text: tuple(
        n
        for n in range(1, len(text) + 1)
        if n == 1 or text[:n] in SYLLABLES or text[:n] in TWO_LETTER_INITIALS
    )
    for text in BEGINNINGS
}
"""The letters the first unit may have where what is typed begins with this, and not with more."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """How a run of letters can be cut. `edges[p]` are the places one unit from p can end at,
    in order.

    Places from which the end cannot be reached are left out; an empty `edges` means that no
    name can be typed so.
    """

    size: int
    edges: dict[int, tuple[int, ...]]

    def sure(self) -> list[int]:
        """The places inside the run that every way of cutting has."""
        found, far = [], 0
        for place in range(self.size):
            ends = self.edges.get(place)
            if ends:
                if place and place >= far:
                    found.append(place)
                far = max(far, ends[-1])
        return found

    def after(self, place: int) -> frozenset[int]:
        """Every way of cutting has one of these as its first cut at or after `place` (≥ 1)."""
        starts = range(max(0, place - LONGEST), place)
        return frozenset(
            end for start in starts for end in self.edges.get(start, ()) if place <= end
        )


def cuts(run: str, *, last: bool, latin: bool) -> Cuts:
    """The ways of cutting `run` (ASCII letters and digits) into syllables and initials.

    `last`: the run ends what was typed, so its last syllable may be unfinished. `latin`: i, u
    and v may stand for themselves, as in names with Latin letters.
    """
    size = len(run)
    edges: dict[int, tuple[int, ...]] = {}
    alive = {size}
    for place in range(size - 1, -1, -1):
        ends = tuple([end for end in _ends(run, place, size, last, latin) if end in alive])
        if ends:
            edges[place] = ends
            alive.add(place)
    if 0 not in edges:
        return Cuts(size, {})
    seen = {0}
    for place in range(size):
        if place in seen:
            seen.update(edges.get(place, ()))
    if len(seen) <= len(edges):
        edges = {place: ends for place, ends in edges.items() if place in seen}
    return Cuts(size, edges)


def _ends(run: str, place: int, size: int, last: bool, latin: bool) -> list[int]:
    """Where one unit from there on can end, in order."""
    if run[place] in _NEVER_FIRST:
        return [place + 1] if latin else []
    longest = min(LONGEST, size - place)
    text = run[place : place + longest]
    while text and text not in _STEPS:
        text = text[:-1]
    ends = [place + step for step in _STEPS.get(text, (1,))]
    if last and place + len(text) == size and ends[-1] < size:
        ends.append(size)
    return ends
