"""What of a person's file is read in full, for a reason that is kept."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.lists import list_page
from zulian.people import forms, services
from zulian.people.looks import LookTable, looks_at
from zulian.people.papers import file_of
from zulian.people.registers import PEOPLE
from zulian.registers.pages import row_of


@page("person.reveal")
def reveal(request: PostRequest, pk: int) -> HttpResponseBase:
    """Show one sealed value for a reason; it is shown in this answer only and kept nowhere."""
    person = row_of(PEOPLE, pk, request.post)
    form, value = forms.RevealForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            value = services.reveal(
                person, form.cleaned_data["field"], form.cleaned_data["reason"]
            ) or _("没有登记")
        except ValidationError as error:
            form.accept(error)
    way = [*PEOPLE.crumbs_to(person), (person.name, person.get_absolute_url())]
    context = {
        "title": _("查看完整信息"),
        "person": person,
        "form": form,
        "value": value,
        "crumbs": way,
    }
    response = render(request, "people/reveal.html", context)
    response["Cache-Control"] = "no-store"
    return response


@page("person.reveal")
def file(request: PostRequest, pk: int) -> HttpResponseBase:
    """The file printed for the person; `?kind=pdf` or docx."""
    person = row_of(PEOPLE, pk, request.post)
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("person.print", person)
    return file_response(_("个人信息副本"), sheets.write([file_of(person)], kind), kind)


@page("person.reveal")
def looks(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who looked at the file of a person, for that person to be told."""
    person = row_of(PEOPLE, pk, request.post)
    way = [*PEOPLE.crumbs_to(person), (person.name, person.get_absolute_url())]
    return list_page(
        request,
        title=_("查阅记录"),
        intro=_("%(name)s的档案：谁打开过、看过完整号码、打印过。本人要求时可打印给本人。")
        % {"name": person.name},
        rows=looks_at(person),
        table=LookTable,
        crumbs=way,
    )
