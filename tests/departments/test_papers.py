"""A letter as a paper: in the form of letters, a draft of it too."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.builders import photo, post
from tests.congress.test_papers import words
from tests.departments import stage
from zulian.accounts.roles import Role
from zulian.departments.papers import letter_paper
from zulian.departments.services import letters
from zulian.documents.official import plain, write_docx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_it_says_whom_what_and_by_when(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    row = stage.draft(county, text="一、请提供名单。\n\n二、请确定联系人。", file=photo())
    row = letters.send(row.pk, county, "演残函〔2026〕1号", date(2026, 3, 1), date(2026, 3, 9))
    told = letter_paper(row)
    assert told.is_letter and told.addressees == "民政局" and told.day == date(2026, 3, 1)
    lines = ["".join(map(plain, block.parts)) for block in told.blocks]  # type: ignore[union-attr]
    assert lines[:2] == ["一、请提供名单。", "二、请确定联系人。"]
    assert lines[2] == "专此致函，请予支持，并于2026年3月9日前函复。"
    assert lines[3] == "附件：现场" and lines[4].startswith("（联系人：")
    text = words(write_docx(told))
    assert "演残函〔2026〕1号" in text and "文件" not in text.replace("Word", "")
    client.force_login(county.user)
    answer = client.get(f"/departments/{row.pk}/paper/")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"


def test_a_draft_has_no_number_and_asks_for_an_answer() -> None:
    told = letter_paper(stage.draft(post(Role.COUNTY_OFFICER), answer_by=None))
    assert told.number == "" and "请予支持为盼" in str(told.blocks)
    assert write_docx(told)
