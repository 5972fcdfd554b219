"""The desk shows whose file waits for whom, names to review, terms that run out; the search finds cadres for those who may."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import COUNTY, post
from tests.cadres import stage
from zulian.accounts.roles import Role
from zulian.cadres import desk
from zulian.foundation.clock import today
from zulian.foundation.registries import search_for
from zulian.foundation.scopes import scope


def groups(owner: object) -> dict[str, tuple[int, list[str]]]:
    return {g.name: (g.count, [item.title for item in g.items]) for g in desk.my_cadres(owner) if g.count}  # type: ignore[arg-type]


def test_files_wait_for_their_keeper_and_orphans_for_the_organisation(regions: None) -> None:
    county, other = post(Role.COUNTY_OFFICER), post(Role.COUNTY_OFFICER)
    mine, orphan = stage.cadre(county), stage.cadre(county)
    type(orphan).objects.filter(pk=orphan.pk).update(keeper=None)
    assert groups(county)["要核实、补全的干部档案"] == (2, [mine.person.name, orphan.person.name])
    assert groups(other)["要核实、补全的干部档案"] == (1, [orphan.person.name])


def test_names_wait_at_the_level_of_their_list_and_terms_before_they_end(regions: None) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    stage.nominated(stage.cadre(county, verified_on=today()), county, "city")
    assert "等审核、确定的后备人选" in groups(city) and "等审核、确定的后备人选" not in groups(county)
    stage.held(stage.offices(COUNTY)[0], today() - timedelta(days=1700), until=today() + timedelta(days=90))
    assert groups(county)["一年内届满的任期"][0] == 1


def test_search_finds_cadres_by_name_for_those_who_may(regions: None) -> None:
    county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    found = stage.cadre(county)
    for who, expected in ((county, True), (town, False)):
        with scope(who.region.scope()):
            hits = [hit for hit in search_for(who, found.person.name) if hit.kind == "干部"]
        assert bool(hits) == expected
