"""The desk shows whose file waits for whom, and names to review; the search finds cadres for those who may."""

from __future__ import annotations

from tests.builders import post
from tests.cadres import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.registries import todo_for
from zulian.foundation.scopes import scope
from zulian.foundation.searching import search_for


def groups(owner: object) -> dict[str, tuple[int, list[str]]]:
    return {
        g.name: (g.count, [item.title for item in g.items])
        for g in todo_for(owner)
        if g.count and "todo=cadres." in g.url
    }


def test_files_wait_for_their_keeper_and_orphans_for_the_organisation(regions: None) -> None:
    county, other = post(Role.COUNTY_OFFICER), post(Role.COUNTY_OFFICER)
    mine, orphan = stage.cadre(county), stage.cadre(county)
    type(orphan).objects.filter(pk=orphan.pk).update(keeper=None)
    assert groups(county)["要核实、补全的干部档案"] == (2, [mine.person.name, orphan.person.name])
    assert groups(other)["要核实、补全的干部档案"] == (1, [orphan.person.name])


def test_names_wait_at_the_level_of_their_list(regions: None) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    stage.nominated(stage.cadre(county, verified_on=today()), county, "city")
    assert "等审核、确定的后备人选" in groups(city) and "等审核、确定的后备人选" not in groups(
        county
    )


def test_search_finds_cadres_by_name_for_those_who_may(regions: None) -> None:
    county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    found = stage.cadre(county)
    for who, expected in ((county, True), (town, False)):
        with scope(who.region.scope()):
            hits = [hit for hit in search_for(who, found.person.name).hits if hit.kind == "干部"]
        assert bool(hits) == expected
