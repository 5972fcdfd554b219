"""Forms of the volunteers room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, FOUNDED, DayField
from zulian.foundation.forms import MARKS, HouseForm, ManyFilesField
from zulian.people.occasions import occasions
from zulian.volunteers.models import (
    Activity,
    Concern,
    Decision,
    Feedback,
    HelpNeed,
    Meeting,
    Member,
    Registration,
    Slot,
    Team,
    Training,
    Unit,
    Volunteer,
)
from zulian.volunteers.models.activities import Access
from zulian.volunteers.models.needs import Risk
from zulian.volunteers.models.registry import Education, Politics, Vehicle
from zulian.volunteers.rules.figures import PARTS, WEEK, bit
from zulian.volunteers.services.common import catalogue, trained_kinds
from zulian.volunteers.services.needs import Wanted
from zulian.volunteers.services.registry import Application

DAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
PART_WORDS = (_("上午"), _("下午"), _("晚上"))
HOW_CHECKED = [
    ("", _("暂不核验")), ("document", _("见身份证原件")), ("copy", _("见身份证复印件并电话核实")), ("employer", _("由所在单位集中核实")),
]  # fmt: skip


def day_part_choices() -> list[tuple[str, str]]:
    """Each weekday's parts, by their bits."""
    return [(str(bit(d, p)), f"{DAYS[d]}{PART_WORDS[p]}") for d in range(WEEK) for p in range(len(PARTS))]


def clock(label: Any, **more: Any) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


class UnitForm(HouseForm):
    """A unit of the network; what is still missing does not hold up the rest, the unit's page says what it is."""

    models = (Unit,)
    leader = forms.CharField(label=_("负责人"), max_length=40, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False, help_text=_("不改就留空。"))
    place = forms.CharField(label=_("地点"), max_length=100, required=False)
    set_up_on = DayField(span=FOUNDED, label=_("成立日期"))


class BrigadeForm(UnitForm):
    """A brigade of a department or an association."""

    host = forms.CharField(label=_("依托的科室或专门协会"), max_length=60)
    field_order = ["host"]


class GroupForm(HouseForm):
    """A leading group."""

    leader = forms.CharField(label=_("组长"), max_length=40)
    basis = forms.CharField(label=_("成立文号"), max_length=80, required=False)
    set_up_on = DayField(span=FOUNDED, label=_("成立日期"))


class MemberForm(HouseForm):
    """A member department."""

    models = (Member,)
    department = forms.ChoiceField(label=_("成员单位"), choices=Member.Department.choices)
    name = forms.CharField(label=_("姓名"), max_length=40)
    title = forms.CharField(label=_("职务"), max_length=40, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)


class MeetingForm(HouseForm):
    """A joint meeting."""

    models = (Meeting,)
    subject = forms.CharField(label=_("议题"), max_length=100)
    on = forms.DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=80)
    agenda = forms.CharField(label=_("议程"), max_length=2000, widget=forms.Textarea)


class HoldForm(HouseForm):
    """Who came, what was said."""

    present: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("到会的成员"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(label=_("会议纪要"), max_length=5000, widget=forms.Textarea)

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = members  # type: ignore[attr-defined]


class DecisionForm(HouseForm):
    """What was decided."""

    models = (Decision,)
    text = forms.CharField(label=_("议定事项"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    owner = RegionField(label=_("承办单位"))
    due = DayField(span=DEADLINE, label=_("完成时限"))


class ProfileForm(HouseForm):
    """What a volunteer offers and says of themselves."""

    skills = forms.MultipleChoiceField(
        label=_("愿意提供的服务"), choices=catalogue, widget=forms.CheckboxSelectMultiple
    )
    times = forms.MultipleChoiceField(
        label=_("可服务时间"), choices=day_part_choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("不选表示时间可以商量。"),
    )  # fmt: skip
    radius = forms.IntegerField(label=_("服务半径（公里）"), min_value=1, max_value=200, initial=5)
    vehicle = forms.ChoiceField(label=_("交通工具"), choices=Vehicle.choices, required=False)
    languages = forms.CharField(label=_("会说的语言"), max_length=60, required=False, help_text=_("如：汉语、蒙古语。"))
    own_disability = forms.CharField(
        label=_("本人残疾情况"), max_length=60, required=False, help_text=_("残疾人同样可以做志愿者；写明便于安排。")
    )
    education = forms.ChoiceField(label=_("学历"), choices=[("", _("不填")), *Education.choices], required=False)
    politics = forms.ChoiceField(label=_("政治面貌"), choices=[("", _("未填")), *Politics.choices], required=False)
    employer = forms.CharField(label=_("工作或学习单位"), max_length=60, required=False)
    guardian = forms.CharField(
        label=_("监护人姓名"), max_length=40, required=False, help_text=_("未满 18 周岁的必填。")
    )
    guardian_phone = forms.CharField(label=_("监护人电话"), max_length=30, required=False)

    def clean_times(self) -> int:
        """Bits of the parts chosen."""
        return sum({int(value) for value in self.cleaned_data["times"]})

    def profile(self) -> dict[str, Any]:
        """The columns of a profile."""
        names = (
            "times",
            "radius",
            "vehicle",
            "languages",
            "own_disability",
            "education",
            "politics",
            "employer",
            "guardian",
            "guardian_phone",
        )
        return {name: self.cleaned_data[name] for name in names}


def chosen_times(times: int) -> list[str]:
    """The choices that bits stand for."""
    return [value for value, _word in day_part_choices() if times & int(value)]


class OpenRegionField(RegionField):
    """A division for pages without an account: suggestions come from the public list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(anywhere=True, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"hx-get": reverse_lazy("volunteers:public-places")}


class JoinForm(ProfileForm):
    """An application to become a volunteer."""

    models = (Registration,)
    name = forms.CharField(label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    id_number = forms.CharField(label=_("身份证号"), max_length=30, help_text=_("只用于实名核验，加密保存。"))
    phone = forms.CharField(label=_("手机号"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))  # fmt: skip
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("没有可以不填。"))
    region: RegionField = OpenRegionField(label=_("想在哪里服务"))
    guardian_consent = forms.BooleanField(label=_("监护人同意（未满 18 周岁勾选）"), required=False)
    consent = forms.BooleanField(
        label=_("我同意残联为志愿服务登记和使用以上信息"), required=False,
    )  # fmt: skip
    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(
        label=_("所在团体"),
        queryset=None,
        required=False,
        empty_label=_("个人报名"),
        help_text=_("团体请先在联络站登记。"),
    )
    field_order = ["name", "id_number", "phone", "email", "region", "team"]

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def application(self) -> Application:
        """What was filled in."""
        d = self.cleaned_data
        return Application(
            d["name"], d["id_number"], d["phone"], d["region"], d["skills"], d["consent"], d["email"], d["guardian_consent"],
            d.get("team"), self.profile(),
        )  # fmt: skip


class StationForm(JoinForm):
    """An application taken down at a station, with the document at hand."""

    region = RegionField(label=_("服务地区"))
    how = forms.ChoiceField(label=_("实名核验"), choices=HOW_CHECKED, required=False)
    consent = forms.BooleanField(label=_("本人同意登记和使用以上信息"), required=False)


class LetInForm(HouseForm):
    """How the identity was checked."""

    how = forms.ChoiceField(label=_("实名核验"), choices=HOW_CHECKED, required=False, widget=forms.RadioSelect)


class VerifyForm(HouseForm):
    """How the identity was checked, now."""

    how = forms.ChoiceField(label=_("核验方式"), choices=HOW_CHECKED[1:])


class NoteForm(HouseForm):
    """Words to an applicant."""

    note = forms.CharField(label=_("说明"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(HouseForm):
    """A reason."""

    why = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class UntilForm(HouseForm):
    """Until when."""

    until = forms.DateField(label=_("暂停至"))


class ChangeForm(ProfileForm):
    """What is kept of a volunteer."""

    region = RegionField(label=_("服务地区"))
    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(
        label=_("所在团体"), queryset=None, required=False, empty_label=_("个人")
    )
    brigade: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("所在大队"), queryset=None, required=False, empty_label=_("没有")
    )
    field_order = ["region", "team", "brigade"]

    def __init__(self, *args: Any, teams: Any, brigades: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["brigade"].queryset = brigades  # type: ignore[attr-defined]


class TeamForm(HouseForm):
    """A group of volunteers."""

    models = (Team,)
    name = forms.CharField(label=_("团体名称"), max_length=60)
    region = RegionField(label=_("所在地区"))
    leader = forms.CharField(label=_("负责人"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    host = forms.CharField(label=_("所属单位"), max_length=60, required=False)


def trained_choices() -> list[tuple[str, str]]:
    """Services for which a qualification is needed."""
    wanted = trained_kinds()
    return [(key, words) for key, words in catalogue() if key in wanted]


class TrainingForm(HouseForm):
    """A session of training."""

    models = (Training,)
    title = forms.CharField(label=_("培训班"), max_length=80)
    on = forms.DateField(label=_("日期"), initial=today)
    place = forms.CharField(label=_("地点"), max_length=80)
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=200)
    keys = forms.MultipleChoiceField(
        label=_("合格后取得哪些服务的资格"),
        choices=trained_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class NumberForm(HouseForm):
    """A volunteer by number."""

    number = forms.CharField(label=_("志愿者编号"), max_length=20)


class WantedForm(HouseForm):
    """What is needed, when."""

    models = (HelpNeed,)
    kind = forms.ChoiceField(label=_("服务项目"), choices=catalogue)
    text = forms.CharField(label=_("需要什么帮助"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    on = forms.DateField(label=_("日期"), initial=today)
    start = clock(_("开始"), initial="09:00")
    end = clock(_("结束"), initial="11:00")
    repeat = forms.ChoiceField(label=_("重复"), choices=HelpNeed.Repeat.choices, required=False)
    until = forms.DateField(label=_("重复到"), required=False)

    def wanted(self) -> Wanted:
        """What was filled in."""
        d = self.cleaned_data
        return Wanted(d["kind"], d["text"], d["on"], d["start"], d["end"], d["repeat"], d["until"])


class AskForm(WantedForm):
    """Somebody asks for help on the portal."""

    name = forms.CharField(label=_("怎么称呼您"), max_length=60)
    phone = forms.CharField(label=_("联系电话"), max_length=30)
    region = OpenRegionField(label=_("在哪个村（社区）"))
    place = forms.CharField(label=_("详细地点"), max_length=120, help_text=_("只给工作人员和接受服务的志愿者看。"))
    field_order = ["name", "phone", "region", "place"]


class TakeDownForm(WantedForm):
    """A need that was told."""

    id_number = forms.CharField(label=_("服务对象身份证号"), max_length=30)
    source = forms.ChoiceField(label=_("来源"), choices=HelpNeed.Source.choices[2:])
    place = forms.CharField(label=_("服务地点"), max_length=120, required=False, help_text=_("不填按档案地址。"))
    field_order = ["id_number", "source", "place"]


class TriageForm(WantedForm):
    """A need as it really is."""

    id_number = forms.CharField(
        label=_("服务对象身份证号"), max_length=30, required=False, help_text=_("公众页面提出的，填写后对上档案。")
    )
    risk = forms.ChoiceField(label=_("风险等级"), choices=Risk.choices)
    same_sex = forms.BooleanField(label=_("须由同性志愿者服务"), required=False)
    number = forms.CharField(label=_("希望由谁来（志愿者编号）"), max_length=20, required=False)


class TimesForm(HouseForm):
    """When a service was really given."""

    start = clock(_("开始"))
    end = clock(_("结束"))


class FeedbackForm(HouseForm):
    """What somebody says of a service."""

    models = (Feedback,)
    mark = forms.TypedChoiceField(label=_("评价"), choices=MARKS, coerce=int, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("想说的话"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConcernForm(HouseForm):
    """A report."""

    models = (Concern,)
    text = forms.CharField(
        label=_("发生了什么"), max_length=1000, widget=forms.Textarea, help_text=_("加密保存，只有县残联负责人能看到。")
    )


class OutcomeForm(HouseForm):
    """What was done about a report."""

    outcome = forms.CharField(label=_("处理结果"), max_length=1000, widget=forms.Textarea)


class ActivityForm(HouseForm):
    """An activity; the accessibility of its place is not optional."""

    models = (Activity,)
    title = forms.CharField(label=_("活动名称"), max_length=80)
    occasion = forms.ChoiceField(label=_("时机"), choices=occasions)
    brand = forms.CharField(
        label=_("活动品牌"), max_length=40, required=False, help_text=_("多年连续举办的，用同一个名字。")
    )
    on = forms.DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=100)
    text = forms.CharField(label=_("活动内容"), max_length=3000, widget=forms.Textarea)
    expected = forms.IntegerField(label=_("预计服务残疾人"), min_value=0, max_value=1_000_000, initial=0)
    entrance = forms.ChoiceField(label=_("无障碍出入口"), choices=Access.choices)
    toilet = forms.ChoiceField(label=_("无障碍卫生间"), choices=Access.choices)
    signing = forms.ChoiceField(label=_("手语翻译或字幕"), choices=Access.choices)
    guiding = forms.ChoiceField(label=_("盲道或引导"), choices=Access.choices)
    safety = forms.CharField(
        label=_("安全预案"), max_length=2000, widget=forms.Textarea, help_text=_("负责人、急救、疏散、天气和交通。")
    )


class SlotForm(HouseForm):
    """A role for a shift."""

    models = (Slot,)
    name = forms.CharField(label=_("岗位"), max_length=40)
    kind = forms.ChoiceField(label=_("服务项目"), choices=catalogue, initial="event")
    start = clock(_("开始"), initial="09:00")
    end = clock(_("结束"), initial="11:30")
    places = forms.IntegerField(label=_("名额"), min_value=1, max_value=1000)


class PhotosForm(HouseForm):
    """Photographs."""

    papers = ManyFilesField(label=_("照片"), required=False)
    caption = forms.CharField(label=_("照片说明"), max_length=80)
    consent = forms.BooleanField(label=_("照片中的人都同意公开"), required=False)


class SummaryForm(HouseForm):
    """What came of an activity."""

    reached = forms.IntegerField(label=_("服务残疾人"), min_value=0, max_value=1_000_000)
    cost = forms.DecimalField(label=_("经费（元）"), min_value=0, max_digits=10, decimal_places=2)
    summary = forms.CharField(label=_("活动总结"), max_length=3000, widget=forms.Textarea)
    coverage = forms.CharField(
        label=_("媒体报道"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CodeForm(HouseForm):
    """A code that was sent."""

    digits = forms.CharField(
        label=_("验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class FindForm(HouseForm):
    """Which volunteer wants the own page."""

    columns = {"number": None}
    number = forms.CharField(label=_("志愿者编号或身份证号"), max_length=30)
    address = forms.CharField(label=_("登记的手机号或邮箱"), max_length=100)


def initial_of(found: Volunteer) -> dict[str, Any]:
    """What the form of a volunteer begins with."""
    names = ("radius", "vehicle", "languages", "own_disability", "education", "politics", "employer", "guardian")
    return {name: getattr(found, name) for name in names} | {
        "region": found.region.name if found.region_id else "",
        "team": found.team_id,
        "brigade": found.brigade_id,
        "times": chosen_times(found.times),
        "skills": found.skill_keys,
    }
