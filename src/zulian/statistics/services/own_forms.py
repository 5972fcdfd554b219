"""A unit's own forms: read from its Excel, changed as drafts, put in force from a day on, ended; one row for each version."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.steps import locked
from zulian.foundation.work import unit_of_work
from zulian.statistics.models import OwnForm
from zulian.statistics.services.own_form_files import read_file
from zulian.statistics.sheet import Table

State = OwnForm.State
# What a form is called and how it is filled, beside its table.
HEAD = ("name", "kind", "number", "period", "lowest", "source")


def _own(pk: int, post: Post, *states: Any) -> OwnForm:
    """A form of the post's own unit, locked; raises PermissionDenied for another unit's."""
    form = locked(OwnForm, pk, *states)
    if form.region_id != post.region_id:
        raise PermissionDenied(_("报表由制定它的单位修改。"))
    return form


@unit_of_work
def take_in(post: Post, source: Any) -> OwnForm:
    """上传 Excel: a draft of the fullest table of a file; those of its other sheets are kept to be chosen.

    Raises ValidationError with one sentence for a file that is no table.
    """
    tables = read_file(source)
    form = OwnForm(region=post.region, code=f"own-{secrets.token_hex(6)}")
    form.lowest = max(form.lowest, post.region.level)
    _put(form, max(tables, key=lambda table: len(table.data["lines"])), tables)
    with audited("ownform.take_in", form):
        form.save()
    return form


def _put(form: OwnForm, table: Table, tables: list[Table]) -> None:
    """Give a form what was read from one sheet."""
    for name, value in table.head.items():
        setattr(form, name, value)
    form.data = table.data
    form.read = {
        "sheet": table.sheet,
        "guesses": table.guesses,
        "tables": [vars(one) for one in tables] if len(tables) > 1 else [],
    }


@unit_of_work
def choose_sheet(pk: int, post: Post, sheet: str) -> OwnForm:
    """换一张工作表 of the same file, as long as nothing was saved; raises ValidationError for one that is not there."""
    form = _own(pk, post, State.DRAFT)
    tables = [Table(**said) for said in form.read.get("tables", ())]
    table = next((one for one in tables if one.sheet == sheet), None)
    if table is None:
        raise ValidationError({"sheet": _("文件里没有这一张工作表，或草稿已经保存过。")})
    with audited("ownform.choose_sheet", form):
        _put(form, table, tables)
        form.save()
    return form


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> OwnForm:
    """修改 a draft: its head and its table; what was guessed counts as looked at.

    Raises ValidationError where the lowest level that fills it stands above its own unit.
    """
    form = _own(pk, post, State.DRAFT)
    if values["lowest"] < post.region.level:
        raise ValidationError({"lowest": _("填报的级别不能高于本单位。")})
    with audited("ownform.change", form):
        for name in (*HEAD, "data"):
            setattr(form, name, values[name])
        form.read = {}
        form.save()
    return form


@unit_of_work
def new_version(pk: int, post: Post) -> OwnForm:
    """修改 a form that is or was in force: a draft of its next version; what was asked for keeps its own.

    Raises ValidationError where there is a draft already.
    """
    form = _own(pk, post, State.FORCE, State.ENDED)
    versions = OwnForm.objects.filter(code=form.code)
    if versions.filter(state=State.DRAFT).exists():
        raise ValidationError(_("这张报表已有一个草稿，请在草稿上修改。"))
    last = max(versions.values_list("version", flat=True))
    draft = OwnForm(region=form.region, code=form.code, version=last + 1, data=form.data)
    for name in HEAD:
        setattr(draft, name, getattr(form, name))
    with audited("ownform.version", draft):
        draft.save()
    return draft


@unit_of_work
def enable(pk: int, post: Post, since: date) -> OwnForm:
    """启用 from a day on; the version before it holds until then.

    Raises ValidationError for a table that was not looked at or has no line, and for a day before that of the version before.
    """
    form = _own(pk, post, State.DRAFT)
    if trouble := trouble_of(form):
        raise ValidationError(trouble)
    before = OwnForm.objects.filter(code=form.code, state=State.FORCE)
    for older in before.select_for_update(of=("self",), no_key=True):
        if older.since is not None and since < older.since:
            words = _("启用日期不能早于上一版本的 %(day)s。")
            raise ValidationError({"since": words % {"day": older.since}})
        with audited("ownform.replace", older):
            older.end()
            older.until = since
            older.save(update_fields=["state", "until"])
    with audited("ownform.enable", form):
        form.enable()
        form.since = since
        form.save(update_fields=["state", "since"])
    return form


def trouble_of(form: OwnForm) -> str:
    """What must be done before a draft comes into force; "" for nothing."""
    if form.read:
        return _("读入的内容还没有核对，请先在“核对和修改”里保存一次。")
    if all(line.head for line in form.layout.lines):
        return _("表里还没有要填数的行，请先添加。")
    return ""


@unit_of_work
def end(pk: int, post: Post) -> OwnForm:
    """停用 from today on, or from its first day where that is to come; what was asked for is still filled."""
    form = _own(pk, post, State.FORCE)
    with audited("ownform.end", form):
        form.end()
        form.until = max(today(), form.since) if form.since else today()
        form.save(update_fields=["state", "until"])
    return form


@unit_of_work
def drop(pk: int, post: Post) -> None:
    """删除 a draft."""
    form = _own(pk, post, State.DRAFT)
    record("ownform.drop", form, {"name": [form.name, None]})
    form.delete()
