"""What may still be changed: a circular until it is adopted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.plans.models import Circular


def require_draft(circular: Circular) -> None:
    """Raise ValidationError when the circular is adopted: its text and tasks no longer change."""
    if circular.is_adopted:
        raise ValidationError(
            _("文件已下达，条款和任务不能再改。如需调整，请另发补充通知或修改通知。")
        )
