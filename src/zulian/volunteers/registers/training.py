"""Registers of training (志愿者培训): sessions, who came and passed, qualifications."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.codes import code_svg
from zulian.foundation.detail import ListItem
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.shown import Shown
from zulian.volunteers import proofs
from zulian.volunteers.forms import office as forms
from zulian.volunteers.models import Qualification, Trained, Training
from zulian.volunteers.registers.parts import (
    VOLUNTEER,
    OwnRegister,
    VolunteersRegister,
    by_name,
    of,
)
from zulian.volunteers.services import training as services
from zulian.volunteers.services.common import words_of

KEYS = Shown("keys", _("合格后取得资格"), lambda row: "、".join(words_of(key) for key in row.keys))


class TrainingRegister(OwnRegister):
    """Sessions."""

    model = Training
    dates = (Day("on", takes_place=True, in_feed=True),)
    key, prefix, tab = "training", "training/", "training"
    intro = _("手语、盲文、康复、法律、接送等服务须先培训合格，取得有期限的资格。")
    columns = ("title", "on", "region", "place", "hours", KEYS)
    facts = (Shown("region__organisation", _("举办单位")), "on", "place", "hours", KEYS)
    links = (
        (_("参训记录"), "trained-list", "clipboard-list"),
        (_("服务资格"), "qualification-list", "shield-lock"),
    )
    template = "volunteers/training.html"
    actions = (
        Add(
            label=_("开班"),
            service=lambda call: services.hold(call.post, call.data),
            form=forms.TrainingForm,
            starts=lambda row: {"on": today()},
            button=_("开班"),
            done=_("已开班，当天现场出示签到二维码。"),
        ),
        Action(
            key="sign-in",
            label=_("按编号登记签到"),
            title=_("登记签到"),
            icon="plus",
            service=lambda call: services.sign_in_by_hand(call.pk, call.post, call.data["number"]),
            form=forms.NumberForm,
            button=_("签到"),
            done=_("已签到。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("region")

    def alert(self, post: Post, row: Any) -> str:
        """What does not prove yet that the session was held."""
        return proofs.TRAINING.sentence(row, today(), _("已登记开班")) if row.on <= today() else ""

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """The code to sign in by, and who came."""
        url = request.build_absolute_uri(self.room.url("arrive", row.code))
        return {
            "training": row,
            "runs": request.post.may("volunteer.write") and self.may_act(request.post, row),
            "people": TRAINED.rows().filter(training=row),
            "url": url,
            "qr": mark_safe(code_svg(url)),  # noqa: S308  (made of numbers alone)
        }


class TrainedRegister(VolunteersRegister):
    """Who came, and whether they passed."""

    model = Trained
    key, prefix, tab, title = "trained", "training/trained/", "training", _("志愿者参训记录")
    parent, has_page, empty = "training", False, _("还没有参加培训。")
    columns = (VOLUNTEER, "region", "training", "at", "passed")
    filters = (by_name("volunteer__person"), of("volunteer"))
    actions = (
        Action(
            key="pass",
            label=_("登记合格"),
            icon="check",
            service=lambda call: services.passed(call.row.training_id, call.post, [call.pk]),
            is_open_for=lambda row: not row.passed,
            many=True,
            done=_("已登记合格，资格即时生效。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("volunteer__person", "region", "training__region")

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.training.region_id == post.region_id)

    def title_of(self, row: Any) -> str:
        return f"{row.volunteer.person.name} {row.training.title}"

    def item(self, row: Any, post: Post) -> ListItem:
        words = gettext("合格") if row.passed else ""
        return ListItem(
            row.training.title, row.training.get_absolute_url(), f"{row.training.on} {words}"
        )


class QualificationRegister(VolunteersRegister):
    """Qualifications and when they expire, those that expire first on top."""

    model = Qualification
    key, prefix, tab, has_page = "qualification", "qualifications/", "training", False
    columns = (
        VOLUNTEER,
        "region",
        Shown("key", value=lambda row: words_of(row.key)),
        "on",
        "until",
        "proof",
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("volunteer__person", "region")


TRAININGS = TrainingRegister()
TRAINED = TrainedRegister()
QUALIFICATIONS = QualificationRegister()
