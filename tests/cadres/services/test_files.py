"""Files: opened once, checked, verified, complete and current; what is wrong shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.builders import COUNTY, OTHER_COUNTY, VILLAGE, photo, post
from tests.cadres import stage
from tests.certificates.office import person
from tests.congress.stage import people
from tests.tables.certificates import card_of
from zulian.accounts.roles import Role
from zulian.cadres.models import Cadre, Entry
from zulian.cadres.registers.files import CADRES
from zulian.cadres.services import files, quality
from zulian.documents.services import keep
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.people.models import Person
from zulian.people.services import Entry as PersonEntry
from zulian.regions.models import Region


def keys(found: Cadre) -> set[str]:
    return {
        issue.key for issue, _words in quality.troubles(Cadre.objects.with_names().get(pk=found.pk))
    }


def test_a_file_is_opened_once_for_a_person_who_is_found_or_registered(regions: None) -> None:
    county, who = post(Role.COUNTY_OFFICER), person()
    entry = PersonEntry(who.name, who.region, id_number=who.id_number)
    made = files.open_file(entry, county.region, county, {"tie": "self"})
    assert made.person == who and made.keeper == county
    with pytest.raises(ValidationError, match="已有干部档案"):
        files.open_file(entry, county.region, county, {"tie": "self"})
    with pytest.raises(ValidationError, match="姓名"):
        files.open_file(
            PersonEntry("演别人", who.region, id_number=who.id_number), county.region, county, {}
        )


def test_a_file_outside_the_jurisdiction_is_refused(regions: None) -> None:
    county, who = post(Role.COUNTY_OFFICER), person()
    elsewhere = Region.objects.get(code=OTHER_COUNTY)
    with scope(county.region.scope()), pytest.raises(ValidationError, match="管辖范围"):
        files.open_file(
            PersonEntry(who.name, who.region, id_number=who.id_number), elsewhere, county, {}
        )
    assert not Cadre.objects.exists()


def test_dates_before_birth_or_in_the_future_are_refused(regions: None) -> None:
    found = stage.cadre(post(Role.COUNTY_OFFICER))
    for day in (found.person.birth - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(ValidationError, match="出生之后"):
            files.change(found.pk, {"work_since": day})
    assert Cadre.objects.get(pk=found.pk).work_since == date(2000, 7, 1)


def test_a_change_is_no_verification_and_a_year_later_the_file_is_stale(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.cadre(county)
    files.change(found.pk, {"position": "科长"})
    assert "stale" in keys(found)
    files.verify(found.pk, county)
    assert "stale" not in keys(found)
    with on_day(today() + timedelta(days=370)):
        assert "stale" in keys(found)


def test_a_file_is_complete_once_everything_the_policy_asks_is_there(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    found = stage.cadre(county, strengths="")
    [facts] = quality.facts_of([Cadre.objects.get(pk=found.pk)])
    assert set(facts.gaps) == {"特长", "工作经历", "照片"}
    stage.career(found)
    files.change(found.pk, {"strengths": "手语"})
    upload = photo()
    Person.objects.filter(pk=found.person_id).update(
        photo=keep(upload, "照片.jpg", county.region, county, "jpg")
    )
    assert "incomplete" not in keys(found)
    assert Cadre.objects.filter(quality.complete(today()), pk=found.pk).exists()


def agree() -> None:
    """Each issue is found among many as it is told of one."""
    facts = quality.facts_of(list(Cadre.objects.all()))
    for issue in quality.ISSUES:
        found = set(
            quality.with_issues(Cadre.objects.all(), today(), [issue.key]).values_list(
                "pk", flat=True
            )
        )
        assert found == {f.cadre.pk for f in facts if issue in quality.issues_of(f)}, issue.key


def test_filter_and_words_agree_about_every_issue(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    changes: list[dict[str, object]] = [
        {},
        {"unit": ""},
        {"party": ""},
        {"work_since": None},
        {"status": "left"},
        {"tie": "relative"},
        {"verified_on": today()},
        {"verified_on": today() - timedelta(days=365)},
        {"verified_on": today() - timedelta(days=364)},
        {"verified_on": today() - timedelta(days=366)},
    ]
    for n, change in enumerate(changes):
        holder = person(birth=date(today().year - 60 + n % 2, today().month, min(today().day, 28)))
        if n % 3:
            card_of(holder, today() - timedelta(days=3652 if n % 2 else 3600))
        row = stage.cadre(county, person=holder, **change)
        if n % 4:
            stage.career(row)
    Person.objects.filter(cadre__unit="").update(status="closed")
    agree()
    assert Cadre.objects.count() == len(changes)


def test_a_lapsed_certificate_a_closed_person_and_age_show_as_work(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    holder, fresh = person(), person()
    card_of(holder, today() - timedelta(days=3700))
    card_of(fresh, today() - timedelta(days=100))
    lapsed, valid, without = (
        stage.cadre(county, person=p) for p in (holder, fresh, people(VILLAGE, 1)[0])
    )
    assert "card" in keys(lapsed) and "card" not in keys(valid) and "card" not in keys(without)
    Cadre.objects.filter(pk=lapsed.pk).update(tie="relative")
    assert "card" not in keys(lapsed)
    Person.objects.filter(pk=fresh.pk).update(status="closed")
    assert "closed" in keys(valid)
    old = stage.cadre(county, person=person(birth=date(today().year - 61, 1, 1)))
    assert "age" in keys(old)
    files.change(old.pk, {"status": "retired"})
    assert not keys(old)
    found = {
        c.pk for c in quality.with_issues(Cadre.objects.all(), today(), ["age", "closed", "card"])
    }
    assert found == {valid.pk}


def test_an_appraisal_says_when_and_what(regions: None) -> None:
    found = stage.cadre(post(Role.COUNTY_OFFICER))
    with pytest.raises(ValidationError, match="起始日期"):
        files.add_entry(found.pk, files.Line("appraisal", "2025年度", result="优秀"))
    with pytest.raises(ValidationError, match="考核等次"):
        files.add_entry(found.pk, files.Line("appraisal", "2025年度", date(2025, 12, 31)))
    with pytest.raises(ValidationError, match="早于起始"):
        files.add_entry(found.pk, files.Line("career", "科员", date(2020, 1, 1), date(2019, 1, 1)))
    assert not Entry.objects.exists()
    files.drop_entry(stage.career(found).pk)
    assert (
        AuditEntry.objects.filter(action="cadre.entry_drop").exists() and not Entry.objects.exists()
    )


def test_a_training_is_planned_once_a_year_and_done_in_its_year(regions: None) -> None:
    found = stage.cadre(post(Role.COUNTY_OFFICER))
    made = files.plan_training(found.pk, "course", "业务培训", today())
    with pytest.raises(ValidationError, match="同样"):
        files.plan_training(found.pk, "school", "业务培训", today())
    with pytest.raises(ValidationError, match="晚于今天"):
        files.finish_training(made.pk, today() + timedelta(days=1), 8, "")
    with pytest.raises(ValidationError, match="同一年"):
        files.finish_training(made.pk, today() - timedelta(days=400), 8, "")
    assert files.finish_training(made.pk, today(), 8, "合格").hours == 8
    assert found.region_id == COUNTY


def test_files_are_found_by_criteria(regions: None) -> None:
    county = post(Role.COUNTY_OFFICER)
    limb, other = person(), person(birth=date(1990, 3, 4))
    card_of(limb, today() - timedelta(days=100))
    one, two = (
        stage.cadre(county, person=limb),
        stage.cadre(county, person=other, strengths="财务管理", sign="none", tie="none"),
    )
    filters = CADRES.filter_set
    assert filters is not None
    for query, expected in (
        ({"category": "4"}, {one}),
        ({"category": "1"}, set()),
        ({"strengths": "财务"}, {two}),
        ({"sign": "fluent"}, {one}),
        ({"younger": "40"}, {two}),
        ({"tie": "self", "education": "bachelor"}, {one}),
        ({"issue": "stale"}, {one, two}),
        ({"words": limb.name}, {one, two}),
    ):
        assert set(filters(query, queryset=Cadre.objects.all()).qs) == expected, query
