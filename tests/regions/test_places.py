"""Where divisions lie: loaded from files, found for villages without their own, measured along the globe."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import COUNTY, TOWN, VILLAGE
from zulian.cli import main
from zulian.regions.geo import Spot, great_circle
from zulian.regions.models import Place, Road
from zulian.regions.services import load_places, load_roads, spots

places = st.builds(Spot, st.floats(-89, 89), st.floats(-179, 179))


@given(places, places)
def test_distance_is_the_same_both_ways_and_never_beyond_half_the_globe(a: Spot, b: Spot) -> None:
    assert great_circle(a, b) == pytest.approx(great_circle(b, a), abs=1e-6)
    assert 0 <= great_circle(a, b) <= 20_016
    assert great_circle(a, a) == 0


def test_a_degree_of_latitude() -> None:
    assert great_circle(Spot(42, 121), Spot(43, 121)) == pytest.approx(111.2, abs=0.1)


@pytest.mark.usefixtures("regions")
class TestLoading:
    def test_a_village_without_its_own_stands_at_the_township(self, tmp_path: Path) -> None:
        file = tmp_path / "places.csv"
        file.write_text(
            f"code,latitude,longitude\n{TOWN},42.1,121.7\n999999999999,1,1\n", encoding="utf-8"
        )
        assert load_places(file, "测试") == 1
        assert load_places(file, "测试") == 1
        assert spots([VILLAGE, COUNTY]) == {VILLAGE: Spot(42.1, 121.7)}
        assert Place.objects.count() == 1

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("code,latitude\n", ""),
            (f"code,latitude,longitude\n{TOWN},x,1\n", "不是数字"),
            (f"code,latitude,longitude\n{TOWN},121,42\n", "颠倒"),
        ],
    )
    def test_what_does_not_fit_costs_a_sentence_and_writes_nothing(
        self, tmp_path: Path, text: str, words: str
    ) -> None:
        file = tmp_path / "places.csv"
        file.write_text(text, encoding="utf-8")
        if words:
            with pytest.raises(ValidationError, match=words):
                load_places(file, "测试")
        else:
            assert load_places(file, "测试") == 0
        assert not Place.objects.exists()

    def test_roads_are_replaced(self, tmp_path: Path) -> None:
        file = tmp_path / "roads.csv"
        for minutes in (20, 25):
            file.write_text(
                f"from,to,kilometres,minutes\n{COUNTY},{VILLAGE},12.5,{minutes}\n", encoding="utf-8"
            )
            assert load_roads(file) == 1
        assert Road.objects.get().minutes == 25

    def test_the_command_says_how_many(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "places.csv"
        file.write_text(f"code,latitude,longitude\n{TOWN},42.1,121.7\n", encoding="utf-8")
        assert main(["places", str(file)]) == 0
        assert "1 rows loaded" in capsys.readouterr().out
        assert main(["places", str(tmp_path / "nowhere.csv")]) == 1
