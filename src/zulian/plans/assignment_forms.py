"""Forms of a task in work: report, judge, hand down, ask for a change, supervise, note."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zulian.documents.models import Attachment
from zulian.documents.services import ACCEPTED
from zulian.foundation import clock
from zulian.foundation.actor import current_actor
from zulian.foundation.addresses import MAX_ID
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import MUST, BaseForm, ManyFilesField, NumberField, area_of, mark
from zulian.foundation.scopes import prefix_length
from zulian.plans.models import (
    ChangeRequest,
    Note,
    Notice,
    Report,
    TaskTarget,
)
from zulian.plans.services import notices
from zulian.regions.models import Level


def _asked_words(target: TaskTarget, shared_by: str) -> str:
    """What a number asks for, and whether one says all of it or one's own part: the parts are added up, of shares the mean is taken."""
    words = _("本任务要求：%(phrase)s") % {"phrase": target.phrase or target}
    if target.kind == TaskTarget.Kind.SHARE:
        return words
    if not target.is_each:
        return words + _("。这是各承担单位的合计，这里只填本单位完成的。")
    if shared_by:
        own = _("。这是%(who)s的合计，由各单位共同完成，这里只填本单位完成的。")
        return words + own % {"who": shared_by}
    return words


class ReportForm(BaseForm):
    """What was done."""

    models = (Report,)
    text = forms.CharField(
        label=_("完成情况"),
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": _("请写明完成情况，例如做了什么、何时、多少人。")},
    )
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("佐证材料"),
        required=False,
        help_text=format_lazy(
            _("{accepted}，一次最多 9 个，每个不超过 20 MB。"), accepted=ACCEPTED
        ),
    )

    def __init__(
        self,
        *given: Any,
        needs_evidence: bool = False,
        asked: Sequence[TaskTarget] = (),
        shared_by: str = "",
        before: Sequence[Attachment] = (),
        **more: Any,
    ) -> None:
        """`needs_evidence`: the task asks for evidence and none was sent in yet; `asked`: targets that no register knows;
        `shared_by`: who handed the task down, whose number is the sum of all to whom it did; `before`: evidence of the report
        that was sent back."""
        super().__init__(*given, **more)
        self.asked = asked
        for target in asked:
            self.add_field(
                f"target_{target.pk}",
                NumberField(
                    label=_("%(what)s（%(unit)s）") % {"what": target.what, "unit": target.unit},
                    help_text=_asked_words(target, shared_by),
                    max_digits=12,
                    decimal_places=target.decimal_places,
                    min_value=0,
                ),
            )
        if before:
            kept = forms.TypedMultipleChoiceField(
                label=_("上次的材料，勾选的随这次一起上报"),
                choices=[(file.pk, file.name) for file in before],
                coerce=int,
                required=False,
                initial=[file.pk for file in before],
                widget=forms.CheckboxSelectMultiple,
            )
            self.add_field("kept", kept)
        self.order_fields(["text", *(f"target_{target.pk}" for target in asked), "kept", "files"])
        files = self.fields["files"]
        files.required = needs_evidence
        mark(files, MUST if needs_evidence else "")
        files.error_messages["required"] = _("本任务须附佐证材料，请上传%(accepted)s。") % {
            "accepted": ACCEPTED
        }

    @property
    def figures(self) -> dict[int, Decimal]:
        """The numbers given, by the key of their target."""
        return {target.pk: self.cleaned_data[f"target_{target.pk}"] for target in self.asked}


class JudgeForm(BaseForm):
    """Verification of a report: a return needs a reason, and so does closing what the registers deny."""

    reason = area_of(
        _("审核意见"), 300, required=False, help_text=_("退回的写明要补正什么，通过的可以不写。")
    )

    # The report that was read.
    report = forms.IntegerField(
        required=False, min_value=1, max_value=MAX_ID, widget=forms.HiddenInput
    )

    def __init__(self, *given: Any, denied: bool = False, **more: Any) -> None:
        """`denied`: the registers say that it is not done."""
        super().__init__(*given, **more)
        reason = self.fields["reason"]
        mark(reason, MUST if denied else _("退回时必填"))
        if denied:
            reason.help_text = _("退回的写明要补正什么；台账没有达到而要通过的，写明理由。")


class DecideForm(BaseForm):
    """A decision on a request; a refusal needs its reason."""

    models = (ChangeRequest,)
    reply = area_of(_("批复意见"), 300, required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        mark(self.fields["reply"], _("不同意时必填"))


class BreakDownForm(BaseForm):
    """Deadline for the organisations below."""

    due = DayField(span=DEADLINE, label=_("下级完成时限"))


class AskForm(BaseForm):
    """Postponing or dropping needs approval."""

    kind = forms.ChoiceField(label=_("申请"), choices=ChangeRequest.Kind.choices)
    new_due = DayField(
        span=DEADLINE,
        label=_("延期至"),
        required=False,
        help_text=_("不能晚于工作要点执行期的最后一天；申请取消时不填。"),
    )
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        mark(self.fields["new_due"], _("申请延期时必填"))


class NoticeForm(BaseForm):
    """A supervision notice."""

    models = (Notice,)
    to = forms.ChoiceField(
        label=_("发给"),
        choices=notices.Addressee.choices,
        initial=notices.Addressee.BELOW,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("督办要求"),
        max_length=500,
        widget=forms.Textarea,
        initial=_("上述任务已逾期，请说明原因，明确办结日期，抓紧办理并上报。"),
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        today, place = clock.today(), current_actor().region
        if prefix_length(place) >= Level.TOWNSHIP:
            # Below a township there is one level: whoever bears a task is the next below.
            del self.fields["to"]
        self.fields["text"].help_text = _(
            "对方会收到消息，须在 %(days)d 个工作日内（%(day)s 以前）回复。"
        ) % {
            "days": notices.reply_workdays(today, place),
            "day": date_format(notices.reply_day(today, place), "SHORT_DATE_FORMAT"),
        }

    def clean_to(self) -> str:
        """The next organisation below where nothing was chosen."""
        return self.cleaned_data["to"] or str(notices.Addressee.BELOW)


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Chooses one of some posts, shown by name, division and role."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.name}（{obj}）"


class HandlerForm(BaseForm):
    """Who in the organisation handles a task."""

    handler = PostField(label=_("承办人"), queryset=None, required=False, empty_label=_("不指定"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = posts  # type: ignore[attr-defined]


class NoteForm(BaseForm):
    """How a task is going, or a question to somebody."""

    models = (Note,)
    text = forms.CharField(
        label=_("内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )
    to = PostField(
        label=_("请谁答复"),
        queryset=None,
        required=False,
        empty_label=_("不用答复，只记进展"),
        help_text=_("选了人就是提问，对方单位会收到消息。"),
    )

    def __init__(self, *args: Any, posts: Any, is_answer: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = posts
        if is_answer:
            to.label, to.empty_label = _("再问谁"), _("不再问，只答复")
            to.help_text = _("选了人就是另提一问，原来的提问仍等答复。")
