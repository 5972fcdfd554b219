"""The register of people (残疾人档案): one file each, with family, consents and what was merged into which."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.pages import Doubt
from zulian.foundation.rooms import Room
from zulian.people import cards, deaths, forms, hooks, hub, services
from zulian.people.models import Consent, Death, Person, Relative
from zulian.people.tables import PersonFilter
from zulian.registers.actions import Action, Add
from zulian.registers.register import Register
from zulian.registers.shown import Shown

ROOM = Room("people", _("人员档案"), "person-list", ())
NUMBER = Shown("masked_id", _("身份证号"), lambda row: row.masked_id or row.get_no_number_display())
PHONE = Shown("masked_phone", _("联系电话"))
MERGE = "person.merge"


def described(row: Person) -> str:
    """A person in a line, above a form."""
    return f"{row.name} · {row.region.name}"


def is_in_use(row: Person) -> bool:
    """Whether a file is neither merged nor closed."""
    return row.status == Person.Status.OPEN


def has_twin(row: Person) -> bool:
    """Whether somebody else may be the same person."""
    return is_in_use(row) and bool(twins_of(row))


def twins_of(row: Person) -> list[Person]:
    """Who else may be the same, looked up once for a row."""
    known: dict[str, Any] = vars(row)
    if "twins" not in known:
        known["twins"] = list(services.duplicates(row))
    return list(known["twins"])


def link_to(row: Person, words: str) -> str:
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), words)


def undone_words(undone: deaths.Undone) -> str:
    """What became of a death that was taken back."""
    if not undone.left:
        return gettext("已撤销，随之终止的都已恢复。")
    words = gettext("已撤销；以下后来有变动，没有恢复，请逐项核对：%(what)s。")
    return words % {"what": "、".join(dict.fromkeys(undone.left))}


class PersonRegister(Register):
    """People of the jurisdiction, their numbers and telephones masked."""

    model, room, key, permission = Person, ROOM, "person", "person"
    ledger, state, template = "people", "status", "people/detail.html"
    title, intro = (
        _("残疾人档案"),
        _(
            "持有或申领过残疾人证的人；干部、志愿者、亲属等不计入，在“范围”里选“其他人员”查看。"
            "号码和电话只显示一部分，完整查看须写明原因。"
        ),
    )
    usual: ClassVar[Mapping[str, str]] = {"state": "disabled"}
    columns = (
        *("name", "sex", "birth"),
        Shown("disability", _("残疾类别和等级"), cards.disability_words),
        Shown("on_card", _("证件状态"), cards.state_words),
        *(NUMBER, PHONE, "region"),
    )
    facts = (
        *(NUMBER, "ethnicity", PHONE, "region", "residence", "since"),
        *("died_on", "death_source"),
    )
    panels, beside = (Relative,), (Consent,)
    actions = (
        Add(
            label=_("登记人员"),
            service=lambda call: services.register(services.Entry(**call.data)),
            form=forms.PersonForm,
            button=_("登记"),
            done=_("已登记。"),
        ),
        Action(
            key="correct",
            label=_("更正信息"),
            service=lambda call: services.correct(call.row, forms.changes_of(call.data)),
            form=forms.CorrectForm,
            starts=forms.kept_of,
            intro=described,
            is_open_for=is_in_use,
            done=_("已更正。"),
        ),
        Action(
            key="photo",
            label=_("上传照片"),
            icon="upload",
            service=lambda call: services.set_photo(call.row, call.data["photo"], call.post),
            form=forms.PhotoForm,
            intro=described,
            is_open_for=is_in_use,
            button=_("上传并核对"),
            done=lambda person: (
                Doubt(person.photo_note)
                if person.photo_note
                else _("照片已保存，大小、白底和正面人脸均已核对。")
            ),
        ),
        Action(
            key="merge",
            label=_("合并"),
            title=_("合并档案"),
            icon="arrow-merge",
            service=lambda call: services.merge(call.row, call.data["into"], call.data["reason"]),
            form=forms.MergeForm,
            intro=_("合并后，这份档案名下的证件和办件都转到所选档案；合并错了可以撤销。"),
            is_open_for=has_twin,
            permission=MERGE,
            button=_("合并"),
            done=_("已合并，可随时撤销。"),
            leads_to=lambda into: str(into.get_absolute_url()),
        ),
        Action(
            key="unmerge",
            label=_("撤销合并"),
            icon="arrow-back-up",
            service=lambda call: services.undo_merge(call.row),
            is_open_for=lambda row: row.status == Person.Status.MERGED,
            permission=MERGE,
            done=_("合并已撤销。"),
        ),
        Action(
            key="close",
            label=_("封存档案"),
            icon="x",
            service=lambda call: services.close(call.row, call.data["reason"]),
            form=forms.CloseForm,
            intro=described,
            is_open_for=is_in_use,
            permission=MERGE,
            button=_("封存"),
            done=_("档案已封存。"),
        ),
        Action(
            key="death",
            label=_("登记死亡"),
            icon="x",
            service=lambda call: deaths.record_death(call.row, deaths.Told(**call.data), call.post),
            model=Death,
            fields=("died_on", "source", "detail"),
            intro=_(
                "残疾人证随即注销，任职、会员身份、志愿服务和服务需求同时终止；登记错了可以撤销。"
            ),
            is_open_for=lambda row: is_in_use(row) and row.died_on is None,
            permission=MERGE,
            button=_("登记死亡"),
            done=_("已登记，相关证件、任职和服务已终止。"),
        ),
        Action(
            key="death-undo",
            label=_("撤销死亡登记"),
            icon="arrow-back-up",
            service=lambda call: deaths.undo_death(call.row, call.data["why"]),
            form=forms.UndoDeathForm,
            intro=described,
            is_open_for=lambda row: is_in_use(row) and row.died_on is not None,
            permission=MERGE,
            button=_("撤销登记"),
            done=lambda undone: undone_words(undone),
            leads_to=lambda undone: str(undone.death.person.get_absolute_url()),
        ),
        Action(
            key="relative",
            label=_("添加"),
            title=_("添加监护人或亲属"),
            icon="plus",
            service=lambda call: services.add_relative(call.row, **call.data),
            model=Relative,
            fields=("kind", "relation", "name", "id_number", "phone"),
            intro=described,
            is_open_for=is_in_use,
            button=_("添加"),
            done=_("已添加。"),
            panel="relative",
        ),
        Action(
            key="consent",
            label=_("记录"),
            title=_("个人信息处理同意书"),
            service=lambda call: services.consent(call.row, call.post, **call.data),
            form=forms.ConsentForm,
            intro=described,
            button=_("记录"),
            done=_("已记录。"),
            panel="consent",
        ),
    )

    @cached_property
    def filter_set(self) -> type[django_filters.FilterSet]:
        return PersonFilter

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("region", "residence", "photo", "merged_into")

    def list_rows(self) -> QuerySet[Any]:
        return cards.with_cards(Person.objects.select_related("region"))

    def total(self, post: Post, chosen: dict[str, Any]) -> int | None:
        asked = {name: value for name, value in chosen.items() if value}
        return hooks.count_of(post.region) if asked == self.usual else None

    def title_of(self, row: Any) -> str:
        return str(row.name)

    def opened(self, row: Any) -> None:
        record("person.read", row)

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        return {
            "person": row,
            "intro": " · ".join(filter(None, self._line(row))),
        }

    def _line(self, row: Person) -> tuple[str, ...]:
        """Who the person is, with what is on the card in use."""
        age = gettext("%(n)d 岁") % {"n": row.age_on(row.died_on or today())}
        who = (row.get_sex_display(), age, str(row.birth), row.region.name)
        return (*who, hub.disability_words(row))

    def alert(self, post: Post, row: Any) -> Any:
        """Into which file it was merged, or who may be the same person."""
        if row.merged_into:
            return format_html(
                "{} {}", gettext("这份档案已并入"), link_to(row.merged_into, row.merged_into.name)
            )
        twins = [
            (link_to(twin, f"{twin.name} {twin.region.name}"),)
            for twin in twins_of(row)
            if is_in_use(row)
        ]
        return (
            format_html("{}{}", gettext("可能是同一人："), format_html_join(" ", "{}", twins))
            if twins
            else ""
        )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The buttons: those that the apps above offer come first, those that show data in full last."""
        acts = super().acts(row, post, panel)
        if panel:
            return acts
        acts = [*(hub.buttons_for(post, row) if is_in_use(row) else []), *acts]
        if post.may("person.reveal"):
            acts.append(Button(_("查看完整信息"), self.url("reveal", row.pk), "eye"))
            acts.append(Button(_("打印给本人"), self.url("file", row.pk), "printer"))
            acts.append(Button(_("查阅记录"), self.url("looks", row.pk), "history"))
        return acts

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """What rooms above keep of the person."""
        return hub.panels_for(post, row, is_beside=False)

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """The offices that the person holds, and what was merged into which file."""
        items = [
            ListItem(
                gettext("%(at)s 并入 %(name)s")
                % {"at": Shown("at").value_of(merge), "name": merge.into.name},
                "",
                merge.reason,
                *(("dropped", _("已撤销")) if merge.undone_at else ("", "")),
            )
            for merge in row.merges.select_related("into")
        ]
        merged = [Panel(_("合并记录"), items, "")] if items else []
        return [*hub.panels_for(post, row, is_beside=True), *merged]


class OfPerson(Register):
    """Rows of a person."""

    room, permission, parent, has_page, has_list = ROOM, "person", "person", False, False


class RelativeRegister(OfPerson):
    """Guardians and family."""

    model, key, prefix = Relative, "relative", "relatives/"
    empty = _("没有登记。")
    related = ("person",)
    actions = (
        Action(
            key="remove",
            label=_("删除"),
            icon="x",
            service=lambda call: services.remove_relative(call.row),
            done=_("已删除。"),
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        words = f"{row.get_kind_display()} · {row.relation} · {row.name}"
        return ListItem(words, acts=self.acts(row, post))


class ConsentRegister(OfPerson):
    """Consents given and withdrawn, the latest first."""

    model, key, prefix = Consent, "consent", "consents/"
    empty = _("没有记录。")
    related = ("taken_by__region", "taken_by__user")

    def item(self, row: Any, post: Post) -> ListItem:
        state = ("closed", _("同意")) if row.given else ("returned", _("不同意或撤回"))
        words = f"{row.purpose} · {gettext('监护人代')}" if row.by_guardian else row.purpose
        return ListItem(
            words,
            "",
            " · ".join(filter(None, (Shown("at").value_of(row), str(row.taken_by or "")))),
            *state,
        )


PEOPLE = PersonRegister()
RELATIVES = RelativeRegister()
CONSENTS = ConsentRegister()
