"""Forms of the ledgers room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.foundation.forms import BaseForm
from zulian.ledgers.models import Import


class UploadForm(BaseForm):
    """A file to be read."""

    file = forms.FileField(
        label=_("表格文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=_(
            "Excel（.xlsx、.xls）或 CSV，不超过 20 MB。列的先后不限，表头上面有标题行也可以。"
        ),
    )


class AgreeForm(BaseForm):
    """How a previewed import is written."""

    mode = forms.ChoiceField(
        label=_("导入方式"), choices=Import.Mode.choices, widget=forms.RadioSelect
    )


class ExportForm(BaseForm):
    """The rows, masked or whole with a reason; or the statistical table."""

    what = forms.ChoiceField(
        label=_("内容"),
        widget=forms.RadioSelect,
        initial="rows",
        required=False,
        choices=[
            ("rows", _("明细表")),
            ("statistics", _("统计表（按区划分项汇总，没有个人信息）")),
        ],
    )
    whole = forms.TypedChoiceField(
        label=_("个人信息"),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        choices=[("no", _("遮掩号码、电话和地址")), ("yes", _("完整导出（须写明用途）"))],
        initial="no",
    )
    reason = forms.CharField(
        label=_("用途（完整导出时必填）"),
        max_length=200,
        required=False,
        help_text=_("写入审计日志并印在表上。"),
    )

    def __init__(self, *args: Any, may_reveal: bool, may_count: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_count:
            del self.fields["what"]
        if not may_reveal:
            del self.fields["whole"], self.fields["reason"]


class ColumnsForm(BaseForm):
    """Which column of the register each heading of a file is."""

    def __init__(
        self,
        *args: Any,
        heads: list[str],
        choices: list[tuple[str, str]],
        by_hand: dict[str, str],
        samples: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.heads = heads
        for n, head in enumerate(heads):
            shown = samples.get(head, "")
            field = forms.ChoiceField(
                label=head,
                choices=[("", _("不导入")), *choices],
                initial=by_hand.get(head, ""),
                required=False,
                help_text=_("如：%(cells)s") % {"cells": shown} if shown else "",
            )
            self.add_field(f"h{n}", field)

    def matched(self, data: dict[str, Any]) -> dict[str, str]:
        """Heading → column, "" for none."""
        return {head: data[f"h{n}"] for n, head in enumerate(self.heads)}
