"""The sample circular that the README names is read without a doubt, so that a first walk works."""

from __future__ import annotations

from pathlib import Path

from zulian.documents.reading import read_paper
from zulian.plans.reading.circular import understand

SAMPLE = Path(__file__).parents[3] / "docs/samples/work-points.txt"


def test_the_sample_is_understood() -> None:
    reading = understand(read_paper(SAMPLE.read_bytes()))
    assert (reading.number, reading.issuer, reading.warnings) == (
        "阜残联示〔2027〕2号",
        "阜新市残疾人联合会",
        [],
    )
    assert [section.label for section in reading.sections] == ["一、", "二、", "三、"]
    assert {level for duty in reading.duties for level in duty.actors.levels} == {
        "city",
        "county",
        "village",
    }
    assert len(reading.duties) >= 7
    assert SAMPLE.relative_to(SAMPLE.parents[2]).as_posix() in (
        SAMPLE.parents[2] / "README.md"
    ).read_text("utf-8")
