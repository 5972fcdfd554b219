"""What a file may hold before it becomes a draft: it is read whole or refused with one sentence."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests import builders
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.plans.models import Circular
from zulian.plans.services import receiving

pytestmark = pytest.mark.usefixtures("regions")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\n".join(f"{n % 90 + 1}、开展走访{n}。" for n in range(receiving.MAX_CLAUSES + 1)), "条款超过 2000 条"),
        ("一、" + "县残联要走访。乡镇残联要登记。" * (receiving.MAX_TASKS // 2 + 1), "任务超过 4000 项"),
    ],
)
def test_a_paper_of_too_many_parts_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        receiving.receive(text.encode(), "要点.txt", builders.post(Role.CITY_OFFICER))
    assert not Circular.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize("run", ["7" * 9_000, " " * 20_000, "由" * 20_000, "县区" * 20_000])
def test_a_long_line_is_received_like_any_other(run: str) -> None:
    text = builders.circular_text().replace("报送换届请示。", f"报送换届请示{run}。", 1)
    circular = receiving.receive(text.encode(), "要点.txt", builders.post(Role.CITY_OFFICER))
    assert [clause.path for clause in circular.clauses.filter(parent=None)] == ["一", "二"]
    assert circular.tasks.count() == 4
