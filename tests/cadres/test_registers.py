"""The registers of cadres: several files beside each other, one paper for a whole list, what a training still lacks."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import post
from tests.cadres import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.cadres import proofs
from zulian.cadres.models import Cadre, Reserve, Training
from zulian.cadres.services import files, reserve
from zulian.foundation.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def officer(client: Client, county: Post) -> Client:
    client.force_login(county.user)
    return client


def test_chosen_files_are_compared_and_nothing_is_written(officer: Client, county: Post) -> None:
    chosen, left = [stage.cadre(county), stage.cadre(county)], stage.cadre(county)
    answer = officer.post(
        "/cadres/many/", {"action": "compare", "row": [row.pk for row in chosen]}, follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain and all(row.person.name in page for row in chosen)
    assert left.person.name not in page and "干部对比" in page


def test_one_paper_confirms_several_names(officer: Client, county: Post) -> None:
    rows = [stage.nominated(stage.cadre(county), county) for _n in range(2)]
    for row in rows:
        reserve.review(row.pk, county, True, "同意")
    waiting = stage.nominated(stage.cadre(county), county)
    sent = {
        "action": "confirm",
        "row": [*(row.pk for row in rows), waiting.pk],
        "filled": "1",
        "basis": "演〔2026〕1号",
    }
    page = officer.post("/cadres/reserve/many/", sent).content.decode()
    assert "已办 2 条" in page and waiting.cadre.person.name in page
    assert list(Reserve.objects.order_by("pk").values_list("state", "basis")) == [
        ("confirmed", "演〔2026〕1号"),
        ("confirmed", "演〔2026〕1号"),
        ("nominated", ""),
    ]


def test_a_new_file_begins_with_the_division_of_whoever_opens_it(
    officer: Client, county: Post
) -> None:
    assert (
        f"{county.region.name} {county.region_id}" in officer.get("/cadres/add/").content.decode()
    )
    file = stage.cadre(county)
    assert (
        f"{county.region.name} {county.region_id}"
        in officer.get(f"/cadres/{file.pk}/change/").content.decode()
    )


def test_what_a_training_lacks_is_told_as_the_measure_counts_it(county: Post) -> None:
    file = stage.cadre(county)
    for n, (hours, result) in enumerate([(8, "合格"), (8, ""), (0, "")]):
        training = files.plan_training(file.pk, "course", f"业务{n}", today())
        Training.objects.filter(pk=training.pk).update(hours=hours, result=result)
    trainings = list(Training.objects.all())
    told = {training.pk: proofs.lacking_of(training, today()) for training in trainings}
    assert told == proofs.TRAINING.lacking_among(trainings, today())
    assert sorted(map(len, told.values())) == [0, 1, 2]


def test_who_cannot_be_nominated_is_not_offered_it(officer: Client, county: Post) -> None:
    free, left, listed = (
        stage.cadre(county),
        stage.cadre(county, status=Cadre.Status.LEFT),
        stage.cadre(county),
    )
    stage.nominated(listed, county)
    for row, expected in ((free, True), (left, False), (listed, False)):
        assert (
            f"/cadres/{row.pk}/nominate/" in officer.get(f"/cadres/{row.pk}/").content.decode()
        ) is expected
        assert officer.get(f"/cadres/{row.pk}/nominate/").status_code == (200 if expected else 302)
