"""The web address and the names a hall sets: what is taken, and what is refused."""

from __future__ import annotations

import pytest

from clerk_app.kernel.errors import Misused
from clerk_app.kernel.ids import case_in_qr
from clerk_app.kernel.local_rules import URL_LIMIT, query_of, read_value

CASE = "51160200012600000163"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://hall.example/q/{number}",
        "https://hall.example:8443/q?n={number}&v=1",
        f"https://hall.example/{'x' * (URL_LIMIT - 22 - 24)}/{{number}}",
    ],
)
def test_a_web_address_is_taken_and_holds_the_number(url: str) -> None:
    assert read_value("query_url", f" {url} ") == url
    assert "{" not in query_of(url, CASE)
    assert not url or case_in_qr(query_of(url, CASE)) == CASE


@pytest.mark.parametrize(
    "url",
    [
        "http://hall.example/q/{number}",
        "https://hall.example/q",
        "https://hall.example/{number}/{number}",
        "https://hall.example/{name}/{number}",
        "https://user@hall.example/{number}",
        "https://hall.example/查/{number}",
        "https://hall.example/q {number}",
        "https://{number}.example/",
        "https:///{number}",
        "javascript:{number}",
        f"https://hall.example/{'x' * (URL_LIMIT - 20 - 24)}{{number}}",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(Misused) as caught:
        read_value("query_url", url)
    assert caught.value.code == "bad_setting"


def test_names_are_plain_text_of_a_line() -> None:
    assert read_value("court", " 测试县人民法院 ") == "测试县人民法院"
    for bad in ("甲" * 51, "甲\n乙", "甲\u202e乙", "甲\u200b乙"):
        with pytest.raises(Misused, match="review_organ"):
            read_value("review_organ", bad)


@pytest.mark.parametrize(
    ("code", "number"),
    [
        (f"hall:511602:{CASE}", CASE),
        (f"https://hall.example/q?n={CASE}", CASE),
        (CASE, ""),
        (f"hall:511602:ZX{CASE}", ""),
        ("hall:511602:51160200012600000164", ""),
        ("https://hall.example/", ""),
    ],
)
def test_the_number_in_a_qr_is_found_and_nothing_else_is_taken_for_one(
    code: str, number: str
) -> None:
    assert case_in_qr(code) == number
