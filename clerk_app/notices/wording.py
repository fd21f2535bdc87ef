"""Printed sentences: `resources/wording/<kind>.toml`, and over them those of the hall.

A hall amends sentences in `wording/<kind>.toml` of its data folder; what it does not name stays as
shipped. What is wrong there is named and stops the paper: the shipped sentence is never printed
silently in the place of one the hall has written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.paths import OWN_WORDING, resource
from clerk_app.kernel.private_use import standard
from clerk_app.kernel.text import fault_in, to_mend
from clerk_app.notices.facts import (
    ActFacts,
    DayFacts,
    DocumentFacts,
    OrderFacts,
    ReminderFacts,
    TicketFacts,
)
from clerk_app.notices.keeping import (
    CLAUSES,
    MARK,
    charge,
    lost,
    strangers,
    taken_back,
)
from clerk_app.notices.mandatory import MANDATORY, must_of
from clerk_app.notices.must import ASSISTANCE, EDITION, OTHER, PLAIN, REMEDIES
from clerk_app.notices.remedies import barred_in, denied_in, wanting_in
from clerk_app.notices.sheets import TEMPLATE
from clerk_app.notices.wording_files import names_in, state_of, texts_in

OWN_FOLDER = OWN_WORDING
"""The hall's own sentences, under the data folder; in every backup."""
VERSION_LENGTH = 8

PLACEHOLDERS = frozenset(
    [
        "hall",
        "window",
        "clerk",
        "phone",
        "supervision_phone",
        "department",
        "item_name",
        "item_code",
        "item_version",
        "situation",
        "applicant",
        "agent",
        "target_agency",
        "clock_limits",
        "count_kept",
        "count_looked_at",
        "grace",
        "no_deferral",
        "received_on",
        "accepted_on",
        "notice_due",
        "promised_due",
        "statutory_due",
        "make_good_by",
        "fee",
        "result",
        "delivery",
        "on_expiry",
        "legal_basis",
        "under_article",
        "count_all",
        "count_ready",
        "count_short",
        "count_pieces",
        "contact",
        "deferrable_numbers",
        "few_numbers",
        "title",
        "approved",
        "collected_for",
        "to_review_organ",
        "court",
        "you",
        "self",
        "notice_before",
        "notice_before_on",
        "evidence",
        "barred_until",
        "committed",
        "unkept",
    ]
)
"""What a sentence may name in braces. `under_article` is 根据…， or nothing; `clock_limits` is
，承诺办结时限…，法定时限… or nothing; `no_deferral` ，…个月内不适用容缺受理 or nothing;
`approved` is 经…批准， or nothing; `to_review_organ` is 向… (the hall's 复议机关) or nothing;
`unkept` are the papers that were not brought, each with its day where it had one.
`court` is the court the hall named, else 人民法院. `you` is 你, or 你单位 to an organisation,
`self` how the applicant speaks; both where it is not known."""

ACT_PLACEHOLDERS = frozenset(
    name
    for field in fields(ActFacts)
    for name in (field.name, *([f"count_{field.name}"] if "tuple" in str(field.type) else []))
)
"""The fields of an act by their names, lists also by `count_…`; papers of the window have none."""

OWN_PLACEHOLDERS = frozenset(
    field.name
    for record in (ReminderFacts, OrderFacts, DayFacts, TicketFacts)
    for field in fields(record)
)
"""What only a 催办单, 代办单, 日清单 or 叫号小票 says."""

_KNOWN = PLACEHOLDERS | ACT_PLACEHOLDERS | OWN_PLACEHOLDERS

_EDITION = re.compile(r"救济文字.{0,30}第\d{1,3}版（(\d{4})年(\d{1,2})月(\d{1,2})日）")
"""Which edition of 救济途径 a page says, and of which day."""


def _day_of(edition: str) -> date:
    """The day of an edition; the first of all days where it names none, or none there is."""
    found = _EDITION.fullmatch(edition.strip())
    try:
        return date(*map(int, found.groups())) if found else date.min
    except ValueError:
        return date.min


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one kind of document."""

    kind: str
    texts: Mapping[str, str]

    def text(self, key: str, values: Mapping[str, str]) -> str:
        """The sentence `key` with its placeholders filled, in one pass: what a person typed is
        never read again as a placeholder.

        Raises `Misused` (`bad_wording`) if the kind has no such sentence.
        """
        try:
            template = self.texts[key]
        except KeyError as error:
            raise Misused("bad_wording", f"用语文件 {self.kind}.toml 缺少“{key}”这一句") from error
        return MARK.sub(lambda mark: values.get(mark[1], "") or _blank(mark[1]), template)

    def lines(self, key: str, values: Mapping[str, str]) -> tuple[str, ...]:
        """A passage: each of its lines is a paragraph; blank ones are left out."""
        return tuple(line for line in self.text(key, values).splitlines() if line.strip())

    def some(self, key: str, values: Mapping[str, str]) -> tuple[str, ...]:
        """As `lines`, and nothing where the kind has no such passage: a document issued before
        a sentence was written is printed again without it."""
        return self.lines(key, values) if key in self.texts else ()

    def told(self, key: str, values: Mapping[str, str]) -> tuple[str, ...]:
        """As `some`, and without the lines that name something this document does not say: such
        a line would print a label with nothing behind it."""
        lines = self.texts.get(key, "").splitlines()
        whole = [line for line in lines if line.strip() and not _gaps(line, values)]
        return tuple(MARK.sub(lambda mark: values.get(mark[1], ""), line) for line in whole)

    def plainly(self) -> Wording:
        """With the plain words (`plain_…`) in the place of the sentences they stand for."""
        plain = {
            key.removeprefix(PLAIN): text
            for key, text in self.texts.items()
            if key.startswith(PLAIN)
        }
        return Wording(self.kind, {**self.texts, **plain})

    @property
    def version(self) -> str:
        """The first digits of the SHA-256 of all sentences: printed in the margin of a page."""
        told = "\n".join(f"{key}={text}" for key, text in sorted(self.texts.items()))
        return hashlib.sha256(told.encode()).hexdigest()[:VERSION_LENGTH]

    def fitting(self, key: str, *, licence: bool) -> str:
        """The passage for the item: `key`_other for what is no 行政许可, where there is one."""
        other = f"{key}_other"
        return other if not licence and other in self.texts else key


@lru_cache(maxsize=64)
def shipped(kind: str, folder: Path | None = None) -> Wording:
    """The wording file of a kind, checked.

    Raises `Misused` (`bad_wording`), naming file, sentence and placeholder, for a placeholder
    that is not known and for a file that is not plain `key = "text"` TOML.
    """
    return Wording(kind, _read((folder or resource("wording")) / f"{kind}.toml"))


def own(kind: str, folder: Path) -> Wording:
    """The shipped sentences with those of the hall's folder over them.

    Raises `Misused` (`bad_wording`), naming the file, the sentence and what is wrong: a folder or
    a file that cannot be read, a toml file of no kind, a sentence this kind does not have, an
    unknown placeholder, a mandatory sentence emptied, robbed of what it must say or taken back,
    救济途径 amended under the shipped edition. An older edition is the hall's, and is printed.
    """
    base = shipped(kind)
    names = names_in(folder)
    for name in names or ():
        if _is_strange(name):
            raise Misused(
                "bad_wording",
                f"用语文件 {name} 不对应任何文书，请改正文件名，或者移出这个文件夹",
            )
    path = folder / f"{kind}.toml"
    state = None if names is None else state_of(path)
    if state is None:
        return base
    return _amended(kind, path, state.st_mtime_ns, state.st_size)


def _is_strange(name: str) -> bool:
    """A file that was meant to be read and never is: toml, or named after a kind, but not exactly
    as one. What is no file of sentences, and what systems and editors leave, is passed over."""
    kind, _, rest = name.rpartition(".")
    if rest == "toml" and kind in MANDATORY:
        return False
    if name.startswith(_OF_SYSTEMS) or name.endswith(_OF_EDITORS):
        return False
    return ".toml" in name.lower() or kind.strip().lower() in MANDATORY


_OF_SYSTEMS = (".", "~$")
_OF_EDITORS = ("~", ".bak", ".swp")


def check_own(folder: Path) -> None:
    """Look over all of the hall's own sentences. Raises `Misused` (`bad_wording`) as `own`, with
    what is wrong in every kind, each fault once."""
    faults: list[str] = []
    for kind in MANDATORY:
        try:
            own(kind, folder)
        except Misused as error:
            faults.append(error.message)
    if faults:
        raise Misused("bad_wording", "；".join(dict.fromkeys(faults)))


@lru_cache(maxsize=64)
def _amended(kind: str, path: Path, _changed: int, _size: int) -> Wording:
    base, texts = shipped(kind), _read(path)
    for key, text in texts.items():
        if key not in base.texts and key.removeprefix(PLAIN) not in base.texts:
            raise Misused("bad_wording", f"用语文件 {path.name} 的“{key}”不是这种文书的句子")
        _keeps(kind, path.name, key, text)
        _contradicts(kind, path.name, key, text)
    whole = {**base.texts, **texts}
    if any(_is_remedies(key) and text != base.texts.get(key) for key, text in texts.items()) and (
        whole[EDITION].strip() == base.texts[EDITION].strip()
    ):
        raise Misused(
            "bad_wording",
            f"用语文件 {path.name} 改了救济途径，请同时写明自己的版次（{EDITION}）",
        )
    return Wording(kind, whole)


def _contradicts(kind: str, file: str, key: str, text: str) -> None:
    """What says a mandatory fact and takes it back has not said it."""
    against = [taken_back(text)]
    if EDITION in MANDATORY[kind]:
        against += denied_in(text)
    wanting = list[str]()
    if _is_remedies(key):
        against += barred_in(text)
        wanting = wanting_in(text)
    faults = [f"不能写“{words}”" for words in dict.fromkeys(against) if words] + wanting
    if kind == ASSISTANCE and (words := charge(text)):
        faults.append(f"帮办代办免费，不能写“{words}”")
    if faults:
        raise Misused("bad_wording", f"用语文件 {file} 的“{key}”：{'；'.join(faults)}")


def _is_remedies(key: str) -> bool:
    return key.removeprefix(PLAIN).removesuffix(OTHER) == REMEDIES


def _keeps(kind: str, file: str, key: str, text: str) -> None:
    must = must_of(kind, key)
    if must is None:
        return
    if not text.strip():
        raise Misused("bad_wording", f"用语文件 {file} 的“{key}”是必有的一句，不能空着")
    texts = shipped(kind).texts
    base = texts.get(key.removeprefix(PLAIN), "")
    other = strangers(text, base, texts.get(key, ""))
    missing, loose = lost(text, must.names, must.words, f"{base}\n{texts.get(key, '')}")
    if missing:
        raise Misused(
            "bad_wording", f"用语文件 {file} 的“{key}”缺少必有的内容：{'、'.join(missing)}"
        )
    if other:
        raise Misused(
            "bad_wording",
            f"用语文件 {file} 的“{key}”是必有的一句，不能用这里没有的占位符：{'、'.join(other)}",
        )
    if loose:
        raise Misused(
            "bad_wording",
            f"用语文件 {file} 的“{key}”里，必有的 {'、'.join(loose)} 请照原句的分行单独成行："
            "同一行的其他内容没有时，整行不印",
        )
    if key == EDITION and _day_of(text) == date.min:
        raise Misused(
            "bad_wording",
            f"用语文件 {file} 的“{key}”应写明版次和日期，如：救济文字 第2版（2027年1月1日）",
        )


def _read(path: Path) -> dict[str, str]:
    read = {key: standard(text) for key, text in texts_in(path).items()}
    for key, text in read.items():
        _check(path.name, key, text)
    return read


def in_force(facts: DocumentFacts, folder: Path | None = None) -> Wording:
    """The sentences the document was issued with, else those of the program."""
    if facts.wording:
        return Wording(facts.kind, dict(facts.wording))
    return shipped(facts.kind, folder)


def freeze(
    facts: DocumentFacts, folder: Path | None = None, *, hall: Path | None = None
) -> DocumentFacts:
    """The facts with today's sentences and look in them, so that amending either changes no
    reprint. `hall` is the folder of the hall's own sentences.

    Raises `Misused` (`bad_wording`) as `shipped` and `own`.
    """
    if facts.wording:
        return facts
    wording = own(facts.kind, hall) if hall else shipped(facts.kind, folder)
    return replace(facts, wording=tuple(sorted(wording.texts.items())), template=TEMPLATE)


def _check(file: str, key: str, text: str) -> None:
    fault = fault_in(text, multiline=True)
    if fault:
        raise Misused("bad_wording", f"用语文件 {file} 的“{key}”里有{fault}，{to_mend(fault)}")
    for name in MARK.findall(text):
        if name not in _KNOWN:
            known = "、".join(sorted(_KNOWN))
            raise Misused(
                "bad_wording",
                f"用语文件 {file} 的“{key}”里有不认识的占位符 {{{name}}}；可用的有：{known}",
            )
    rest = MARK.sub("", text)
    if any(brace in rest for brace in "{}｛｝"):
        raise Misused("bad_wording", f"用语文件 {file} 的“{key}”里大括号不成对或者不是半角")


def _gaps(line: str, values: Mapping[str, str]) -> set[str]:
    return {name for name in MARK.findall(line) if not values.get(name)} - CLAUSES


def _blank(name: str) -> str:
    """What stands for a value the document does not have; a clause is just absent."""
    return "" if name in CLAUSES else "——"
