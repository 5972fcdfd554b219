"""Papers from above: registered once with a number of their own, read, kept, and found by what cites them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import OTHER_CITY, circular_text, draft, plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.foundation import clock
from zulian.foundation.scopes import scope
from zulian.plans.models import IncomingPaper
from zulian.plans.services import incoming

pytestmark = pytest.mark.usefixtures("regions")
PAPER = """演残联发〔2026〕11号
关于召开代表大会的指导意见
各市残联：
现就做好市、县、乡换届工作提出如下意见。
演示省残疾人联合会
2026年1月5日
"""
DAY = date(2026, 1, 8)


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def paper(city: Post) -> IncomingPaper:
    return incoming.register(PAPER.encode(), "来文.txt", city, DAY)


def citing(words: str) -> str:
    return circular_text().replace(
        "现将工作要点印发给你们。", f"认真贯彻落实{words}，现将工作要点印发给你们。"
    )


def test_number_title_issuer_and_day_are_read(paper: IncomingPaper) -> None:
    assert (paper.entry, paper.number) == ("收文〔2026〕1号", "演残联发〔2026〕11号")
    assert (paper.title, paper.issuer) == ("关于召开代表大会的指导意见", "演示省残疾人联合会")
    assert paper.issued_on == date(2026, 1, 5)
    assert [block["line"] for block in paper.paper][-2:] == ["演示省残疾人联合会", "2026年1月5日"]


def test_the_same_paper_is_registered_once(city: Post, paper: IncomingPaper) -> None:
    for data in (PAPER, PAPER.replace("〔2026〕", "[2026]") + "\n附件：无\n"):
        with pytest.raises(ValidationError, match="已经登记过：收文〔2026〕1号"):
            incoming.register(data.encode(), "再来.txt", city, DAY)
    assert IncomingPaper.objects.count() == Attachment.objects.count() == 1
    other = incoming.register(PAPER.replace("11号", "12号").encode(), "又一份.txt", city, DAY)
    assert other.entry == "收文〔2026〕2号"
    assert (
        incoming.register(PAPER.encode(), "a.txt", post(Role.COUNTY_OFFICER), DAY).entry
        == "收文〔2026〕1号"
    )


def test_a_corrected_paper_is_registered_beside_the_one_before(
    city: Post, paper: IncomingPaper
) -> None:
    corrected = PAPER.replace("。", "（更正）。", 1).encode()
    with pytest.raises(ValidationError, match="更正后重发的文件"):
        incoming.register(corrected, "更正.txt", city, DAY)
    other = incoming.register(corrected, "更正.txt", city, DAY, is_corrected=True)
    assert incoming.of_same_number(other) == paper
    with pytest.raises(ValidationError, match="已经登记过"):
        incoming.register(PAPER.encode(), "来文.txt", city, DAY, is_corrected=True)


def test_what_cannot_be_read_costs_a_sentence(city: Post) -> None:
    with pytest.raises(ValidationError, match="文件是空的"):
        incoming.register(b" ", "空.txt", city, DAY)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "《关于召开代表大会的指导意见》（演残联发〔2026〕11号）",
        "《关于召开代表大会的指导意见》",
        "《指导意见》（演残联发[2026]11号）",
        "《关于召开“代表大会”的指导意见》",
    ],
)
def test_a_citation_leads_to_the_paper(city: Post, paper: IncomingPaper, words: str) -> None:
    circular = draft(city, citing(words))
    assert [c.url for c in incoming.cited_by(circular)] == [f"/plans/papers/{paper.pk}/"]
    assert incoming.citing(paper, city.region_id) == [circular]
    assert incoming.citing(paper, OTHER_CITY) == []


def test_what_is_not_there_is_said_and_its_own_title_is_no_citation(
    city: Post, client: Client
) -> None:
    own = circular_text().splitlines()[5]
    circular = draft(city, citing(f"《{own}》和《工作手册》"))
    cited = incoming.cited_by(circular)
    assert [(c.title, c.url) for c in cited] == [("工作手册", "")]
    client.force_login(city.user)
    assert "未登记" in client.get(f"/plans/{circular.pk}/review/").content.decode()


def test_a_circular_from_above_is_found_too(city: Post) -> None:
    above = plan(city)
    county = post(Role.COUNTY_OFFICER)
    with scope(county.region.scope()):
        text = (
            citing(f"《{above.title}》").replace("3号", "8号").replace("（测试）\n", "（县里）\n")
        )
        circular = draft(county, text)
        assert [c.url for c in incoming.cited_by(circular)] == [f"/plans/{above.pk}/"]


def test_levels_below_see_it_once_it_is_opened(paper: IncomingPaper) -> None:
    county = post(Role.COUNTY_OFFICER)
    with scope(county.region.scope()):
        assert not IncomingPaper.objects.exists()
    incoming.correct(paper, {"published": True, "remark": "转各县"})
    with scope(county.region.scope()):
        assert IncomingPaper.objects.get() == paper
        assert Attachment.objects.get() == paper.source


def test_registered_and_corrected_on_the_pages(client: Client, city: Post) -> None:
    client.force_login(city.user)
    sent = {"file": SimpleUploadedFile("来文.txt", PAPER.encode()), "received_on": "2026-01-08"}
    page = client.post("/plans/papers/register/", sent, follow=True).content.decode()
    assert "已登记为收文〔2026〕1号" in page
    paper = IncomingPaper.objects.get()
    values = {
        "issuer": "省残联",
        "title": paper.title,
        "number": paper.number,
        "received_on": "2026-01-09",
    }
    page = client.post(f"/plans/papers/{paper.pk}/edit/", values, follow=True).content.decode()
    assert "省残联" in page and "现就做好市、县、乡换届工作" in page
    assert paper.title in client.get("/plans/papers/", {"words": "代表大会"}).content.decode()
    assert paper.title not in client.get("/plans/papers/", {"words": "没有"}).content.decode()
    client.force_login(post(Role.COUNTY_OFFICER).user)
    assert client.get(f"/plans/papers/{paper.pk}/").status_code == 404
    assert client.get(f"/plans/papers/{paper.pk}/edit/").status_code == 404


@given(st.text(max_size=40))
def test_signs_do_not_tell_papers_apart(words: str) -> None:
    assert incoming.plain(incoming.plain(words)) == incoming.plain(words)
    assert incoming.plain(f"《{words}》 〔") == incoming.plain(words)


def test_a_paper_sent_out_with_a_notice_is_found_by_its_own_title(city: Post) -> None:
    text = PAPER.replace("关于召开代表大会的指导意见", "关于印发〈今年残疾人工作要点〉的通知")
    paper = incoming.register(text.encode(), "来文.txt", city, DAY)
    circular = draft(city, citing("《今年残疾人工作要点》"))
    assert [c.url for c in incoming.cited_by(circular)] == [f"/plans/papers/{paper.pk}/"]
    assert incoming.citing(paper, city.region_id) == [circular]


def test_of_several_copies_ones_own_is_found(
    city: Post, paper: IncomingPaper, client: Client
) -> None:
    incoming.correct(paper, {"published": True})
    county = post(Role.COUNTY_OFFICER)
    client.force_login(county.user)
    with scope(county.region.scope()):
        own = incoming.register(PAPER.encode(), "来文.txt", county, DAY)
    for reader, copy in ((county, own), (city, paper)):
        client.force_login(reader.user)
        with scope(reader.region.scope()):
            circular = draft(reader, citing("《关于召开代表大会的指导意见》"))
        page = client.get(f"/plans/{circular.pk}/review/").content.decode()
        other = paper if copy == own else own
        assert f"/plans/papers/{copy.pk}/" in page and f"/plans/papers/{other.pk}/" not in page


def test_what_is_noted_inside_the_house_is_not_shown_below(
    client: Client, city: Post, paper: IncomingPaper
) -> None:
    incoming.correct(paper, {"published": True, "remark": "先压一压"})
    client.force_login(city.user)
    assert "先压一压" in client.get(f"/plans/papers/{paper.pk}/").content.decode()
    client.force_login(post(Role.COUNTY_OFFICER).user)
    page = client.get(f"/plans/papers/{paper.pk}/").content.decode()
    assert paper.title in page and "先压一压" not in page and "拟办意见" not in page


def test_nor_above(client: Client, city: Post) -> None:
    county = post(Role.COUNTY_OFFICER)
    with scope(county.region.scope()):
        own = incoming.register(PAPER.encode(), "来文.txt", county, DAY)
        incoming.correct(own, {"published": False, "remark": "县里先议"})
    for reader, is_shown in ((county, True), (city, False)):
        client.force_login(reader.user)
        page = client.get(f"/plans/papers/{own.pk}/").content.decode()
        assert own.title in page and ("县里先议" in page) is is_shown


def test_a_pdf_that_is_none_is_refused_by_name(client: Client, city: Post) -> None:
    client.force_login(city.user)
    sent = {"file": SimpleUploadedFile("来文.pdf", PAPER.encode()), "received_on": DAY}
    page = client.post("/plans/papers/register/", sent).content.decode()
    assert "内容却不是 PDF" in page and not IncomingPaper.objects.exists()


class TestDays:
    def test_a_paper_does_not_come_in_before_it_was_written(
        self, city: Post, paper: IncomingPaper
    ) -> None:
        early = date(2026, 1, 4)
        with pytest.raises(ValidationError, match="不能早于来文的成文日期"):
            incoming.register(PAPER.replace("11号", "12号").encode(), "来文.txt", city, early)
        with pytest.raises(ValidationError, match="不能早于来文的成文日期"):
            incoming.correct(paper, {"received_on": early})
        incoming.correct(paper, {"received_on": early, "issued_on": None})
        assert IncomingPaper.objects.get().received_on == early

    def test_a_day_in_the_future_is_misread(self, city: Post) -> None:
        year = clock.today().year + 1
        text = PAPER.replace("11号", "12号").replace("2026年1月5日", f"{year}年12月31日")
        assert incoming.register(text.encode(), "来文.txt", city, clock.today()).issued_on is None

    def test_on_the_form(self, client: Client, city: Post) -> None:
        client.force_login(city.user)
        tomorrow = clock.today() + timedelta(days=1)
        for day, words in (
            (tomorrow, "不能晚于今天"),
            (date(1999, 12, 31), "请核对年份"),
            (date(2026, 1, 4), "成文日期"),
        ):
            sent = {"file": SimpleUploadedFile("来文.txt", PAPER.encode()), "received_on": str(day)}
            assert words in client.post("/plans/papers/register/", sent).content.decode()
        assert not IncomingPaper.objects.exists()


def test_another_paper_of_the_same_number_is_hinted_at(
    client: Client, city: Post, paper: IncomingPaper
) -> None:
    client.force_login(city.user)
    other = PAPER.replace("关于召开代表大会的指导意见", "关于做好换届工作的通知")
    sent = {"file": SimpleUploadedFile("来文.txt", other.encode()), "received_on": DAY}
    page = client.post("/plans/papers/register/", sent, follow=True).content.decode()
    assert f"已登记过同一文号的{paper.entry}《{paper.title}》" in page
    assert IncomingPaper.objects.count() == 2
    third = {
        "file": SimpleUploadedFile("来文.txt", other.replace("11号", "12号").encode()),
        "received_on": DAY,
    }
    assert (
        "同一文号"
        not in client.post("/plans/papers/register/", third, follow=True).content.decode()
    )


@pytest.mark.parametrize("address", ["/plans/papers/register/", "/plans/upload/"])
def test_a_file_of_another_kind_is_refused_by_its_name(
    client: Client, city: Post, address: str
) -> None:
    client.force_login(city.user)
    sent = {"file": SimpleUploadedFile("来文.exe", PAPER.encode()), "received_on": DAY}
    assert "不是可以读取的文件类型（.exe）" in client.post(address, sent).content.decode()
    assert not Attachment.objects.exists()


def test_what_a_circular_sends_out_itself_is_no_missing_paper(city: Post) -> None:
    circular = draft(city, citing("《工作手册》"))
    circular.reading["citations"].append({"title": "全年工作要点", "number": ""})
    circular.title = "关于印发《全年工作要点》的通知"
    assert [cited.title for cited in incoming.cited_by(circular)] == ["工作手册"]
    circular.title = "关于转发《全年工作要点》的通知"
    assert [cited.title for cited in incoming.cited_by(circular)] == ["工作手册", "全年工作要点"]


def test_a_paper_cited_with_its_number_and_without_is_named_once(city: Post) -> None:
    circular = draft(city, citing("《工作手册》"))
    circular.reading["citations"] = [
        {"title": "工作手册", "number": ""},
        {"title": "《实施办法》", "number": "阜残发〔2026〕1号"},
        {"title": "工作手册", "number": "阜残发〔2026〕2号"},
        {"title": "工作手册", "number": "阜残发[2026]2号"},
        {"title": "工作要求", "number": None},
        {"title": "工作要求", "number": ""},
    ]
    found = [(cited.title, cited.number) for cited in incoming.cited_by(circular)]
    assert found == [
        ("工作手册", "阜残发〔2026〕2号"),
        ("《实施办法》", "阜残发〔2026〕1号"),
        ("工作要求", ""),
    ]
