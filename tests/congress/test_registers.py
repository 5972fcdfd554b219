"""The further pages of a congress: units and targets, its list of delegates, its contests from nomination to result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import TOWN, VILLAGE, post
from tests.congress import stage
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.congress.models import (
    Congress,
    CongressState,
    Contest,
    ContestState,
    Delegate,
    DelegateState,
    Step,
    StepState,
)
from zulian.congress.registers.contests import CONTESTS, NOMINEES
from zulian.congress.registers.delegates import UNITS
from zulian.congress.registers.rounds import CONGRESSES
from zulian.congress.services import electoral_units, holding, tellers
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(regions: None) -> Post:
    return post(Role.TOWNSHIP_OFFICER)


@pytest.fixture
def officer(client: Client, town: Post) -> Client:
    client.force_login(town.user)
    return client


@pytest.fixture
def congress(town: Post) -> Congress:
    return stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)


@pytest.fixture
def ready(congress: Congress, town: Post) -> Congress:
    return stage.ready(congress, town, post(Role.COUNTY_OFFICER), seats=3, code=VILLAGE)


def url(name: str, row: Any) -> str:
    return reverse(f"congress:{name}", args=[row.pk])


def text(officer: Client, name: str, row: Any) -> str:
    response = officer.get(url(name, row))
    assert response.status_code == 200
    return response.content.decode()


def who(number: int) -> dict[str, str]:
    """A person who is not there yet."""
    day = stage.BIRTH - timedelta(days=500)
    return {"id_number": numbered(day, number), "name": f"演新{number}", "home": VILLAGE}


def test_seats_are_shared_out_on_the_page_of_units(officer: Client, congress: Congress) -> None:
    sent = {"name": "县直单位", "weight": "30"}
    added = officer.post(url("congress-unit", congress), sent)
    assert added.headers["Location"] == url("congress-quota", congress)
    electoral_units.add_unit(congress.pk, "驻地部队", 10)
    shared = officer.post(url("congress-share", congress), {"size": "8"})
    assert shared.headers["Location"] == url("congress-quota", congress)
    page = text(officer, "congress-quota", congress)
    assert "选举单位（已分配 8 名）" in page and "名额 6 · 分配依据数 30" in page
    assert 'value="8"' in page and url("congress-share", congress) in page
    few = officer.post(url("congress-share", congress), {"size": "1"}).content.decode()
    assert "总名额至少为 2" in few
    unit = congress.units.get(name="驻地部队")
    assert UNITS.home_of(unit) == url("congress-quota", congress)
    assert officer.post(url("unit-drop", unit)).headers["Location"] == UNITS.home_of(unit)
    assert not congress.units.filter(pk=unit.pk).exists()


def test_a_target_is_set_changed_and_taken_away(officer: Client, congress: Congress) -> None:
    congress.targets.update(percent=0, number=0)
    assert "没有要求。" in text(officer, "congress-quota", congress)
    sent = {"trait": "women", "percent": "30", "number": "2"}
    officer.post(url("congress-target", congress), sent)
    page = text(officer, "congress-quota", congress)
    assert "≥ 30% · ≥ 2 人" in page
    target = congress.targets.get(trait="women")
    assert 'value="30"' in text(officer, "target-change", target)
    refused = officer.post(url("target-change", target), {"percent": "101", "number": "2"})
    assert refused.status_code == 200
    changed = officer.post(url("target-change", target), {"percent": "0", "number": "0"})
    assert changed.headers["Location"] == url("congress-quota", congress)
    assert "没有要求。" in text(officer, "congress-quota", congress)
    assert AuditEntry.objects.filter(action="target.set", object_id=str(target.pk)).count() == 2


def test_a_list_is_proposed_reviewed_and_elected_on_its_page(
    officer: Client, congress: Congress
) -> None:
    unit = stage.units(congress, [1], 2)[0]
    page = text(officer, "congress-delegates", congress)
    assert "添加人选" in page and "名审查通过" not in page
    sent = {"unit": unit.pk, "how": "elected", "tie": "self", "party": "no", "grassroots": "yes"}
    without = officer.post(url("congress-name", congress), who(1) | sent)
    assert "残疾人代表请选择残疾类别" in without.content.decode()
    added = officer.post(url("congress-name", congress), who(1) | sent | {"category": "4"})
    assert added.headers["Location"] == url("congress-delegates", congress)
    stage.fill(congress, VILLAGE)
    assert "其余 2 名审查通过" in text(officer, "congress-delegates", congress)
    for step, state in (("pass", DelegateState.QUALIFIED), ("elect", DelegateState.ELECTED)):
        done = officer.post(url(f"congress-{step}-all", congress))
        assert done.headers["Location"] == url("congress-delegates", congress)
        assert set(congress.delegates.values_list("state", flat=True)) == {state}
    assert "名当选" not in text(officer, "congress-delegates", congress)


def test_a_list_is_that_of_its_congress_alone(officer: Client, ready: Congress) -> None:
    names = set(ready.delegates.values_list("person__name", flat=True))
    page = text(officer, "congress-delegates", ready)
    assert all(name in page for name in names)
    earlier = stage.of(stage.open_round(post(Role.CITY_OFFICER), 5), TOWN)
    assert not any(name in text(officer, "congress-delegates", earlier) for name in names)


def test_what_is_closed_offers_nothing_and_takes_nothing(officer: Client, ready: Congress) -> None:
    holding.hold(ready.pk, today(), 3)
    quota, names = (text(officer, f"congress-{page}", ready) for page in ("quota", "delegates"))
    unit = ready.units.all()[0]
    for address in (url("congress-share", ready), url("unit-change", unit)):
        assert address not in quota
    assert url("congress-name", ready) not in names
    before = Delegate.objects.count()
    for name in ("congress-name", "congress-seats", "congress-units"):
        sent = officer.post(url(name, ready), follow=True)
        assert "现在是“已召开”" in sent.content.decode()
    assert Delegate.objects.count() == before and not ready.delegates.exclude(seat="").exists()


def test_a_congress_is_filed_once_every_step_is_done(officer: Client, ready: Congress) -> None:
    holding.hold(ready.pk, today(), 3)
    page = text(officer, "congress", ready)
    assert url("congress-file", ready) not in page and "完成后可以归档" in page
    officer.post(url("congress-file", ready))
    assert Congress.objects.get(pk=ready.pk).state == CongressState.HELD
    for step in holding.before_filing(ready):
        assert step.name in page
        Step.objects.filter(pk=step.pk).update(state=StepState.DONE)
    page = text(officer, "congress", ready)
    assert url("congress-file", ready) in page and "完成后可以归档" not in page
    officer.post(url("congress-file", ready))
    assert Congress.objects.get(pk=ready.pk).state == CongressState.FILED


def test_of_a_congress_without_a_list_nothing_is_said_of_its_make_up(
    officer: Client, ready: Congress
) -> None:
    Congress.objects.filter(pk=ready.pk).update(composition_met=True)
    assert "符合要求" in text(officer, "congress", ready)
    ready.delegates.all().delete()
    page = text(officer, "congress", ready)
    assert "没有录入代表名单" in page and "符合要求" not in page


def test_everybody_is_seated_from_the_check_in(officer: Client, ready: Congress) -> None:
    assert url("congress-seats", ready) in text(officer, "congress-check-in", ready)
    seated = officer.post(url("congress-seats", ready), {"per_row": "4"}, follow=True)
    assert seated.redirect_chain == [(url("congress-check-in", ready), 302)]
    assert "已为 3 名代表排座" in seated.content.decode()


def test_a_contest_goes_from_nomination_to_its_result(officer: Client, ready: Congress) -> None:
    sent = {"what": "board.chair", "seats": "1", "differential": "no", "electorate": "congress"}
    set_up = officer.post(url("congress-contest", ready), sent)
    contest = Contest.objects.get()
    assert set_up.headers["Location"] == contest.get_absolute_url()
    assert "选票" not in text(officer, "contest", contest)
    stood = officer.post(
        url("contest-nominate", contest), who(7) | {"tie": "self", "work": "县残联"}
    )
    assert stood.headers["Location"] == contest.get_absolute_url()
    page = text(officer, "contest", contest)
    assert all(word in page for word in ("演新7", "县残联", "公示候选人", "大字选票", "等额选举"))
    assert "演新7" in text(officer, "congress-contests", ready)
    officer.post(url("contest-publish", contest))
    page = text(officer, "contest", contest)
    assert "异议成立，重新提名" in page and url("contest-open", contest) not in page
    # What comes next, and when.
    assert f"公示到 {Contest.objects.get().public_until} 为止" in page and "录入页" not in page
    early = officer.post(url("contest-open", contest), follow=True)
    assert "现在是“公示中”" in early.content.decode()
    Contest.objects.filter(pk=contest.pk).update(public_until=today() - timedelta(days=1))
    assert "公示期已满" in text(officer, "contest", contest)
    officer.post(url("contest-open", contest))
    assert "计票员甲的计票链接" in text(officer, "contest", contest)
    _counted(officer, contest)
    page = text(officer, "contest", contest)
    assert all(
        word in page for word in ("赞成 3，反对 0，弃权 0", "结果报告单", "3／3", "演甲、演乙")
    )
    assert "（当选）" in text(officer, "congress-contests", ready)


def _counted(officer: Client, contest: Contest) -> None:
    """Both tellers enter; the result is announced once they agree, and not before."""
    contest = Contest.objects.with_names().get(pk=contest.pk)
    for seat, teller, favour in (("a", "演甲", 3), ("b", "演乙", 2)):
        tellers.enter(contest.pk, seat, stage.entered(contest, [favour], teller))
    page = text(officer, "contest", contest)
    assert "两份计票单不一致" in page and "宣布结果</button>" not in page
    officer.post(url("contest-decide", contest))
    assert Contest.objects.get().state == ContestState.VOTING
    tellers.enter(contest.pk, "b", stage.entered(contest, [3], "演乙"))
    assert url("contest-decide", contest) in text(officer, "contest", contest)
    officer.post(url("contest-decide", contest))
    assert Contest.objects.get().state == ContestState.DECIDED


def test_who_is_written_in_is_told_apart_and_a_void_ballot_is_repeated(
    officer: Client, ready: Congress
) -> None:
    contest = stage.contest(ready, "board.vice", stage.people(VILLAGE, 1), 1)
    assert url("contest-nominate", contest) not in text(officer, "contest", contest)
    officer.post(url("contest-write-in", contest), who(8) | {"tie": "none"})
    assert "演新8（另选人）" in text(officer, "contest", contest)
    void = stage.vote(contest, [3], issued=2)
    page = text(officer, "contest", void)
    assert void.state == ContestState.VOID and "本次选举无效，可以再次投票。" in page
    officer.post(url("contest-again", void))
    second = Contest.objects.get(after=void)
    assert url("contest-again", void) not in text(officer, "contest", void)
    page = text(officer, "contest", second)
    assert url("contest-open", second) in page and url("contest-publish", second) not in page


def test_a_candidate_is_taken_back_before_publication_alone(
    officer: Client, ready: Congress
) -> None:
    contest = stage.contest(ready, "board.vice", stage.people(VILLAGE, 1), 1)
    nominee = contest.nominees.get()
    refused = officer.post(url("nominee-drop", nominee))
    assert refused.headers["Location"] == contest.get_absolute_url() == NOMINEES.home_of(nominee)
    assert contest.nominees.exists()


def test_the_way_to_a_contest_leads_over_its_congress(ready: Congress) -> None:
    contest = stage.contest(ready, "board.vice", stage.people(VILLAGE, 1), 1)
    ways = [
        CONGRESSES.url("list"),
        ready.get_absolute_url(),
        CONGRESSES.url("contests", ready.pk),
    ]
    assert [way for _words, way in CONTESTS.crumbs_to(contest)][1:] == ways
    way = NOMINEES.crumbs_to(contest.nominees.get())
    assert [to for _words, to in way][1:] == [*ways, contest.get_absolute_url()]


def test_a_by_election_needs_a_congress_that_was_held(officer: Client, ready: Congress) -> None:
    assert url("congress-by-election", ready) not in text(officer, "congress-contests", ready)
    holding.hold(ready.pk, today(), 3)
    assert url("congress-by-election", ready) in text(officer, "congress-contests", ready)
    form = text(officer, "congress-by-election", ready)
    assert '<option value="presidium" selected>' in form
    sent = {"what": "up", "seats": "1", "differential": "no", "electorate": "presidium"}
    refused = officer.post(url("congress-by-election", ready), sent)
    assert "不能补选" in refused.content.decode() and not Contest.objects.exists()


def test_the_next_step_is_the_one_main_button(officer: Client, congress: Congress) -> None:
    def main() -> list[str]:
        page = officer.get(congress.get_absolute_url()).content.decode()
        return [part.split("</a>")[0] for part in page.split('class="btn btn-primary"')[1:]]

    first, second = list(congress.steps.order_by("order"))[:2]
    assert len(main()) == 1 and first.get_absolute_url() in main()[0] and "下一步" in main()[0]
    Step.objects.filter(pk=first.pk).update(state=StepState.DONE, done_on=today())
    assert second.get_absolute_url() in main()[0]


def test_of_steps_that_are_late_the_first_alone_stands_out(
    officer: Client, congress: Congress
) -> None:
    Step.objects.filter(congress=congress).update(due=today() - timedelta(days=3))
    page = officer.get(congress.get_absolute_url()).content.decode()
    assert page.count("state s-overdue") == 1 and page.count("逾期") > 1
