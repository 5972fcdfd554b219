"""The roster of leaders."""

from __future__ import annotations

from tests.builders import post
from tests.congress.test_papers import words
from tests.leadership import stage
from zulian.accounts.roles import Role
from zulian.documents.official import write_docx
from zulian.leadership.models import Term
from zulian.leadership.papers import leader_list


def test_the_roster_names_post_and_holder(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    term = stage.held(stage.offices(county.region_id)[0])
    text = words(write_docx(leader_list(county.region, list(Term.objects.with_names()))))
    assert "现任1名" in text and term.person.name in text and term.office.title in text
