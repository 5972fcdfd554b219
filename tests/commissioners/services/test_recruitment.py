"""Recruitment: days, one application each, the ranking with its priority, a reason for whoever is not first."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests import builders
from tests.builders import COUNTY
from tests.commissioners import stage
from zulian.commissioners.models import Applicant
from zulian.commissioners.services import recruitment
from zulian.foundation.clock import on_day, today

SCORES = st.none() | st.integers(0, 100).map(Decimal)


@given(
    st.lists(
        st.tuples(SCORES, st.sampled_from(["self", "relative", "none"])), min_size=1, max_size=12
    )
)
def test_the_better_result_comes_first_and_among_equals_disabled_people(
    rows: list[tuple[Decimal | None, str]],
) -> None:
    ranked = recruitment.ranked(
        [Applicant(pk=n, score=score, tie=tie) for n, (score, tie) in enumerate(rows)]
    )
    order = {"self": 0, "relative": 1, "none": 2}
    for one, next_ in zip(ranked, ranked[1:], strict=False):
        ours, theirs = (-1 if a.score is None else a.score for a in (one, next_))
        assert ours > theirs or (ours == theirs and order[one.tie] <= order[next_.tie])


@pytest.mark.django_db
def test_from_the_notice_to_the_archive(regions: None) -> None:
    county, wanted = builders.post("county_officer", COUNTY), stage.position()
    made = stage.notice(county, wanted)
    with pytest.raises(ValidationError, match="另一份公告"):
        stage.notice(county, wanted)
    first, second = (
        recruitment.apply(made.pk, wanted, stage.person(), tie) for tie in ("self", "none")
    )
    with pytest.raises(ValidationError, match="报过名"):
        recruitment.apply(made.pk, wanted, first.person, "self")
    with on_day(today() + timedelta(days=11)), pytest.raises(ValidationError, match="报名时间"):
        recruitment.apply(made.pk, wanted, stage.person(), "self")
    with pytest.raises(ValidationError, match="写明原因"):
        recruitment.review(first.pk, False, "", None)
    for applicant in (first, second):
        recruitment.review(applicant.pk, True, "", Decimal(80))
    with pytest.raises(ValidationError, match="先截止报名"):
        recruitment.choose(first.pk, today())
    recruitment.close(made.pk)
    with pytest.raises(ValidationError, match="排名第一的是"):
        recruitment.choose(second.pk, today())
    chosen = recruitment.choose(first.pk, today())
    assert (chosen.person, chosen.tenures.get().how) == (first.person, "recruited")
    recruitment.finish(made.pk)
    with pytest.raises(ValidationError, match="不能办这一步"):
        recruitment.choose(second.pk, today(), "增补")
