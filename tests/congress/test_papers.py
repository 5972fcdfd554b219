"""Papers of a congress say what happened, ballots say nothing of who fills them in, badges carry a code that a phone reads."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import cv2
import docx
import numpy as np
import pypdfium2
import pytest
from django.core.exceptions import ValidationError

from tests.builders import TOWN, VILLAGE, post
from tests.congress import stage
from zulian.accounts.roles import Role
from zulian.congress import papers
from zulian.congress.badges import write_badges
from zulian.congress.models import Congress
from zulian.congress.services import contests, holding, meeting, tellers
from zulian.documents import sheets
from zulian.documents.official import write_docx
from zulian.foundation.clock import today
from zulian.foundation.codes import code_svg


@pytest.fixture
def congress(regions: None) -> Congress:
    found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
    return stage.ready(found, post(Role.TOWNSHIP_OFFICER), post(Role.COUNTY_OFFICER), seats=6)


def words(data: bytes) -> str:
    """All text of a Word document, its tables included."""
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_the_minutes_tell_roll_composition_and_every_ballot(congress: Congress) -> None:
    who = stage.people(VILLAGE, 3)
    stage.vote(stage.contest(congress, "board.chair", who[:1], 1), [6])
    part = stage.vote(stage.contest(congress, "board.vice", who[1:], 2), [5, 2])
    holding.hold(congress.pk, today(), 6)
    text = words(write_docx(papers.minutes(Congress.objects.with_names().get(pk=congress.pk))))
    for expected in (
        "应到代表6名，实到6名",
        "等额选举",
        f"{who[0].name}（6票）",
        f"{who[1].name}（5票）",
        "尚缺1名，另行投票",
        "残疾人及残疾人亲属",
    ):
        assert expected in text, expected
    sheet = words(sheets.write([papers.result_sheet(part)], "docx"))
    assert "当选" in sheet and "未当选" in sheet and "演甲、演乙" in sheet


def test_a_ballot_names_the_candidates_in_order_and_has_large_print(congress: Congress) -> None:
    made = stage.contest(congress, "up", stage.people(VILLAGE, 3), 2)
    sheet = papers.ballot(made)
    text = words(sheets.write([sheet], "docx"))
    places = [text.index(n.person.name) for n in made.nominees.select_related("person")]
    assert places == sorted(places) and "另选他人" in text and "差额选举" in text
    assert not any(
        d.code in text or d.person.name in text for d in congress.delegates.select_related("person")
    )
    small, large = (
        docx.Document(BytesIO(sheets.write([sheet], "docx", scale))).styles["Normal"].font.size
        for scale in (1, 1.8)
    )
    assert large / small == pytest.approx(1.8, 0.03)
    assert sheets.write([sheet], "pdf", 1.8).startswith(b"%PDF")


def decoded(picture: Any) -> str:
    """What a code says; the reader now and then misses one at one size, as a phone held too near would."""
    for scale in (1.0, 0.7, 1.5, 2.0, 0.5, 1.25, 3.0):
        sized = cv2.resize(
            np.ascontiguousarray(picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
        )
        for softened in (sized, cv2.GaussianBlur(sized, (3, 3), 0), cv2.medianBlur(sized, 3)):
            if text := cv2.QRCodeDetector().detectAndDecode(softened)[0]:
                return str(text)
    return ""


def test_badges_carry_a_code_that_opens_the_check_in(congress: Congress) -> None:
    address = "https://zulian.example/congress/badge/{}/".format
    data = write_badges(congress, address)
    picture = np.array(pypdfium2.PdfDocument(data)[0].render(scale=4).to_pil().convert("L"))
    millimetre = 4 * 72 / 25.4
    found = set()
    for place in range(len(list(congress.delegates.elected()))):
        x, y = (15 + place % 2 * 90) * millimetre, (11 + place // 2 * 55) * millimetre
        one = picture[
            int(y) : int(y + 55 * millimetre), int(x + 45 * millimetre) : int(x + 90 * millimetre)
        ]
        found.add(decoded(one))
    assert found == {address(d.code) for d in congress.delegates.elected()}


def test_the_tellers_code_on_the_page_is_readable(congress: Congress) -> None:
    url = "https://zulian.example/congress/count/" + "a" * 60
    svg = code_svg(url)
    size = int(svg.split('viewBox="-3 -3 ')[1].split(" ")[0])
    picture = np.full((size * 8, size * 8), 255, np.uint8)
    for cell in svg.split('d="')[1].split('"')[0].split("M")[1:]:
        x, y = (int(n) + 3 for n in cell.split("h1")[0].split(" "))
        picture[y * 8 : y * 8 + 8, x * 8 : x * 8 + 8] = 0
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == url


def test_lists_of_delegates_seats_and_forms(congress: Congress) -> None:
    meeting.seat_all(congress.pk, 3)
    first = congress.delegates.elected().select_related("person")[0]
    type(first).objects.filter(pk=first.pk).update(needs=["braille"])
    assert f"共{6}名" in words(write_docx(papers.delegate_list(congress)))
    assert "1-1" in words(sheets.write([papers.seat_list(congress)], "docx"))
    forms = words(sheets.write([papers.paper_list(congress)], "docx"))
    assert "盲文文件" in forms and first.person.name in forms


def test_a_number_written_in_as_a_name_gives_nobody_votes(congress: Congress) -> None:
    made = stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1)
    key = str(made.nominees.get().pk)
    for seat, teller in (("a", "演甲"), ("b", "演乙")):
        tellers.enter(made.pk, seat, stage.entered(made, [2], teller, write_ins={key: 4}))
    with pytest.raises(ValidationError, match="先登记其身份"):
        contests.decide(made.pk)
    name = made.nominees.select_related("person").get().person.name
    with pytest.raises(ValidationError, match="已是候选人"):
        tellers.enter(made.pk, "a", stage.entered(made, [2], "演甲", write_ins={name: 4}))
