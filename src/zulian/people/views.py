"""Pages of the people room: the list, one file, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.forms import HouseForm
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.people import forms, hooks, services
from zulian.people.models import Person, Relative
from zulian.people.papers import file_of
from zulian.people.tables import PersonFilter, PersonTable


def _mine(pk: int) -> Person:
    return get_object_or_404(Person.objects.select_related("region", "residence", "photo", "merged_into"), pk=pk)


def _crumbs(person: Person | None = None) -> list[tuple[Any, str]]:
    home = [(_("残疾人档案"), reverse("people:list"))]
    return [*home, (person.name, reverse("people:detail", args=[person.pk]))] if person else home


@page("person.read")
def index(request: PostRequest) -> HttpResponseBase:
    """People of the jurisdiction."""

    def total(chosen: dict[str, Any]) -> int | None:
        return None if any(chosen.values()) else hooks.count_of(request.post.region)

    return list_page(
        request, total=total, title=_("残疾人档案"), rows=Person.objects.select_related("region"), table=PersonTable,
        filters=PersonFilter, template="people/list.html", ledger="people",
        intro=_("每人一份档案，号码和电话只显示一部分；完整查看须写明原因。"),
    )  # fmt: skip


@page("person.write")
def add(request: PostRequest) -> HttpResponseBase:
    """Register a person."""
    form = forms.PersonForm(request.POST or None)
    return form_page(
        request, form, lambda data: services.register(services.Entry(**data)), title=_("登记人员"), button=_("登记"),
        to=lambda person: reverse("people:detail", args=[person.pk]), done=_("已登记。"), crumbs=_crumbs(),
    )  # fmt: skip


@page("person.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One file, masked, with what may be done."""
    person = _mine(pk)
    context = {
        "title": person.name, "person": person, "relatives": person.relatives.all(),
        "consents": person.consents.select_related("taken_by__region", "taken_by__user"),
        "twins": services.duplicates(person) if person.status == Person.Status.OPEN else [],
        "merges": person.merges.select_related("into"), "crumbs": _crumbs(),
        "actions": hooks.actions_for(request.post, person) if person.status == Person.Status.OPEN else [],
    }  # fmt: skip
    return render(request, "people/detail.html", context)


@page("person.write")
def correct(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct a file."""
    person = _mine(pk)
    start = {
        "name": person.name, "ethnicity": person.ethnicity, "region": f"{person.region.name} {person.region_id}",
        "residence": f"{person.residence.name} {person.residence_id}" if person.residence else "",
    }  # fmt: skip
    form = forms.CorrectForm(request.POST or None, initial=start)
    return _form(
        request,
        person,
        form,
        _("更正信息"),
        _("保存"),
        lambda data: services.correct(person, form.changes()),
        _("已更正。"),
    )


@page("person.reveal")
def reveal(request: PostRequest, pk: int) -> HttpResponseBase:
    """Show one sealed value for a reason; it is shown in this answer only and kept nowhere."""
    person = _mine(pk)
    form, value = forms.RevealForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            value = services.reveal(person, form.cleaned_data["field"], form.cleaned_data["reason"]) or _("没有登记")
        except ValidationError as error:
            form.accept(error)
    context = {"title": _("查看完整信息"), "person": person, "form": form, "value": value, "crumbs": _crumbs(person)}
    response = render(request, "people/reveal.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page("person.write")
def relative_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Add a guardian or relative."""
    person = _mine(pk)
    form = forms.RelativeForm(request.POST or None)
    return _form(
        request,
        person,
        form,
        _("添加监护人或亲属"),
        _("添加"),
        lambda data: services.add_relative(person, **data),
        _("已添加。"),
    )


@require_POST
@page("person.write")
def relative_remove(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a guardian or relative out."""
    relative = get_object_or_404(Relative, pk=pk)
    to = reverse("people:detail", args=[relative.person_id])
    return act_and_go(request, lambda: services.remove_relative(relative), _("已删除。"), to)


@page("person.write")
def consent(request: PostRequest, pk: int) -> HttpResponseBase:
    """Record consent given or withdrawn."""
    person = _mine(pk)

    def act(data: dict[str, Any]) -> Any:
        return services.consent(person, request.post, data["given"] == "yes", data["purpose"], data["by_guardian"])

    form = forms.ConsentForm(request.POST or None)
    return _form(request, person, form, _("个人信息处理同意书"), _("记录"), act, _("已记录。"))


@page("person.write")
def photo(request: PostRequest, pk: int) -> HttpResponseBase:
    """Upload the photograph."""
    person = _mine(pk)
    form = forms.PhotoForm(request.POST or None, request.FILES or None)
    return _form(
        request, person, form, _("上传照片"), _("上传并核对"),
        lambda data: services.set_photo(person, data["photo"], request.post),
        lambda done: done.photo_note or _("照片已保存，大小、白底和正面人脸均已核对。"),
    )  # fmt: skip


@page("person.merge")
def merge(request: PostRequest, pk: int) -> HttpResponseBase:
    """Merge this file into another of the same person."""
    person = _mine(pk)
    form = forms.MergeForm(request.POST or None, others=services.duplicates(person))
    return form_page(
        request, form, lambda data: services.merge(person, data["into"], data["reason"]),
        title=_("合并档案：%(name)s") % {"name": person.name}, button=_("合并"), done=_("已合并，可随时撤销。"),
        intro=_("合并后，这份档案名下的证件和办件都转到所选档案；合并错了可以撤销。"),
        to=lambda into: reverse("people:detail", args=[into.pk]), back=reverse("people:detail", args=[pk]), crumbs=_crumbs(person),
    )  # fmt: skip


@require_POST
@page("person.merge")
def unmerge(request: PostRequest, pk: int) -> HttpResponseBase:
    """Undo a merge."""
    person = _mine(pk)
    return act_and_go(
        request, lambda: services.undo_merge(person), _("合并已撤销。"), reverse("people:detail", args=[pk])
    )


@page("person.merge")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """Close a file by the retention rule."""
    person = _mine(pk)
    form = forms.CloseForm(request.POST or None)
    return _form(
        request,
        person,
        form,
        _("封存档案"),
        _("封存"),
        lambda data: services.close(person, data["reason"]),
        _("档案已封存。"),
    )


@page("person.reveal")
def file(request: PostRequest, pk: int) -> HttpResponseBase:
    """The file printed for the person; `?kind=pdf` or docx."""
    person = _mine(pk)
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("person.print", person)
    return file_response(_("个人信息副本"), sheets.write([file_of(person)], kind), kind)


def _form(
    request: PostRequest, person: Person, form: HouseForm, title: str, button: str, act: Callable[[dict[str, Any]], Any],
    done: Any,
) -> HttpResponseBase:  # fmt: skip
    back = reverse("people:detail", args=[person.pk])
    return form_page(
        request, form, act, title=title, intro=f"{person.name} · {person.region.name}", button=button, done=done,
        to=back, back=back, crumbs=_crumbs(person),
    )  # fmt: skip
