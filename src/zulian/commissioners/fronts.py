"""The pictures on the first page: positions and pay, archives and training of commissioners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zulian.foundation.fronts import register_pictures
from zulian.foundation.pictures import Picture
from zulian.indicators.fronts import reached

POSTS = (
    ("commissioners.filled", _("岗位有人任职")),
    ("commissioners.paid", _("补贴足额发放（人月）")),
    ("commissioners.active", _("近期有工作日志")),
    ("commissioners.appraised", _("定过考核等次")),
)
TRAINING = (
    ("commissioners.complete", _("档案齐全")),
    ("commissioners.fresh", _("档案按期核实")),
    ("commissioners.trained", _("本年参加过培训")),
    ("commissioners.hours", _("本年学时达标")),
)


@register_pictures("commissioners:commissioner-list")
def posts_and_training(post: Any) -> Sequence[Picture]:
    """From the measures that stand on the page anyway."""
    return [
        *reached(post, _("岗位、待遇和考核"), POSTS),
        *reached(post, _("档案和培训"), TRAINING),
    ]
