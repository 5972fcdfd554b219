"""Forms of the leadership room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField, pick_post
from zulian.accounts.models import Post
from zulian.foundation.forms import HouseForm
from zulian.leadership.models import TIE_ASKED, Body, Inspection, Rank, Term
from zulian.people.forms import WhoForm

# What a post rests on; without it the post does not count as held.
SOURCE = _("任免文件或选举，没有依据的暂不计入领导职务配备率。")


class InspectionForm(HouseForm):
    """An inspection's findings."""

    purpose = forms.CharField(label=_("考察事由"), max_length=100)
    on = forms.DateField(label=_("考察日期"))
    inspectors = forms.CharField(label=_("考察组"), max_length=100)
    notes = forms.CharField(
        label=_("考察情况"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("加密保存，只有知悉范围内的岗位能看，每次查看都有记录。"),
    )
    verdict = forms.ChoiceField(label=_("结论"), choices=Inspection.Verdict.choices, widget=forms.RadioSelect)


class AdmitForm(HouseForm):
    """Another post for the circle."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(label=_("准许查看的岗位"), queryset=None)

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["post"], posts)


class OfficeForm(HouseForm):
    """One more post."""

    region = RegionField(label=_("单位"))
    body = forms.ChoiceField(label=_("机构"), choices=Body.choices)
    rank = forms.ChoiceField(label=_("层次"), choices=Rank.choices)
    leading = forms.BooleanField(label=_("属于领导职务"), required=False, initial=True)
    for_disabled = forms.BooleanField(label=_("应由残疾人或残疾人亲属担任"), required=False)


class RegionForm(HouseForm):
    """A federation."""

    region = RegionField(label=_("单位"))


class TakeForm(WhoForm):
    """Who takes a post."""

    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_ASKED)
    how = forms.ChoiceField(label=_("产生方式"), choices=Term.How.choices)
    since = forms.DateField(label=_("任职日期"))
    until = forms.DateField(label=_("届满日期"), required=False, help_text=_("不填则按规定的届期计算。"))
    source = forms.CharField(label=_("依据"), max_length=120, required=False, help_text=SOURCE)


class SourceForm(HouseForm):
    """What a term rests on."""

    models = (Term,)
    source = forms.CharField(label=_("依据"), max_length=120)


class LeaveForm(HouseForm):
    """When and why a post is left."""

    day = forms.DateField(label=_("离任日期"))
    why = forms.ChoiceField(label=_("离任原因"), choices=Term.End.choices)
