"""Pages on which somebody says what a file means: its columns, values that were not known, single cells."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.foundation.pages import act_and_go, form_page
from zulian.ledgers import asking, books, services
from zulian.ledgers.forms import ColumnsForm
from zulian.ledgers.models import Import
from zulian.ledgers.reading import plain_heading

# The digits of a number before its last four.
HIDDEN_DIGITS = re.compile(r"[0-9]{4}(?=[0-9]{0,3}[0-9Xx]$)")
CELL = re.compile(r"c([0-9]{1,6})-([a-z_]{1,40})")
# So long is a word or a cell that is said here.
LONGEST, SHOWN_ROWS, SHOWN_CELLS = 200, 20, 3
MOST_OTHERS = 80


def _own(request: PostRequest, pk: int) -> Import:
    """An import that the post may still say something of."""
    rows = Import.objects.select_related("post__user", "post__region", "file", "region")
    source = get_object_or_404(rows, pk=pk)
    require(request, source.register.write)
    return source


def asked(source: Import) -> list[dict[str, Any]]:
    """The values that were not known, as the page asks for them: the likely choices first, then the others."""
    columns = {column.key: column for column in source.register.taken}
    found = []
    for at, one in enumerate(source.questions):
        column = columns.get(one["key"])
        if column is None:
            continue
        every = list(
            column.choices() if column.choices else column.several() if column.several else ()
        )
        likely = list(one["near"])
        others = [word for word in every if word not in likely][:MOST_OTHERS]
        near = likely[0] if likely else ""
        found.append(
            one
            | {"at": at, "name": str(column.name), "near": near, "likely": likely, "others": others}
        )
    return found


def matched(source: Import) -> list[str]:
    """The headings that were matched by hand, in words."""
    names = {column.key: str(column.name) for column in source.register.taken}
    by_hand = source.layout.get("by_hand", {})
    return [f"{head} → {names.get(key) or _('不导入')}" for head, key in by_hand.items()]


def worded(source: Import) -> list[str]:
    """The words that stand for another text, in words."""
    names = {column.key: str(column.name) for column in source.register.taken}
    return [
        f"{names.get(key, '')}“{text}” → {f'“{meaning}”' if meaning else _('留空')}"
        for key, labels in source.answers.words.items()
        for text, meaning in labels.items()
    ]


@page("desk")
def columns(request: PostRequest, pk: int) -> HttpResponseBase:
    """Match the columns of a file that were not recognised to those of the register."""
    source = _own(request, pk)
    layout, taken = source.layout, source.register.taken
    by_hand = layout.get("by_hand", {})
    heads = [head for head in dict.fromkeys([*layout.get("extra", ()), *by_hand]) if head]
    read = set(layout.get("places", {})) - set(by_hand.values())
    choices = [(column.key, str(column.name)) for column in taken if column.key not in read]
    form = ColumnsForm(
        request.POST or None,
        heads=heads,
        choices=choices,
        by_hand=by_hand,
        samples=_samples(source, heads),
    )
    return form_page(
        request,
        form,
        lambda data: asking.match_columns(source, request.post, form.matched(data)),
        title=_("对应列名：%(name)s") % {"name": source.name},
        button=_("保存并重新核对"),
        intro=_(
            "指明表中的列对应台账的哪一项，不用的选“不导入”。保存后按它重新核对，本单位以后导入这本台账时也照此读取。"
        ),
        to=reverse("ledgers:detail", args=[pk]),
        back=reverse("ledgers:detail", args=[pk]),
        crumbs=[
            (_("台账进出"), reverse("ledgers:list")),
            (_("导入记录"), reverse("ledgers:imports")),
            (source.name, reverse("ledgers:detail", args=[pk])),
        ],
    )


def _samples(source: Import, heads: list[str]) -> dict[str, str]:
    """A few cells of each column, masked where they look like a number of somebody."""
    rows = services.preview(source, "", 0, SHOWN_ROWS) if source.layout.get("places") else []
    places = {plain_heading(head): n for n, head in enumerate(source.layout.get("heads", ()))}
    found = {}
    for head in heads:
        place = places.get(plain_heading(head), -1)
        cells = [row["c"][place] for row in rows if 0 <= place < len(row["c"]) and row["c"][place]]
        shown = [HIDDEN_DIGITS.sub("****", cell[:30]) if len(cell) > 6 else cell for cell in cells]
        found[head] = "、".join(dict.fromkeys(shown[:SHOWN_CELLS]))
    return found


@require_POST
@page("desk")
def forget(request: PostRequest, pk: int) -> HttpResponseBase:
    """Ask again what the words of a file mean that were said by hand."""
    source = _own(request, pk)
    to = reverse("ledgers:detail", args=[pk])
    act = partial(asking.forget, source, request.post)
    return act_and_go(request, act, _("正在重新核对，这些写法会再问一次。"), to)


@require_POST
@page("desk")
def sheets(request: PostRequest, pk: int) -> HttpResponseBase:
    """Read other sheets of the same file, each as an import of its own."""
    source = _own(request, pk)
    names = request.POST.getlist("sheet")
    return act_and_go(
        request,
        lambda: books.read_sheets(source, request.post, names),
        lambda jobs: _("正在核对所选的 %(n)d 张工作表，各表分别确认导入。") % {"n": len(jobs)},
        lambda jobs: reverse("ledgers:detail", args=[jobs[0].source_id]),
        reverse("ledgers:detail", args=[pk]),
    )


@require_POST
@page("desk")
def answer(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take the words for unknown values or the mended cells, and have the file judged anew."""
    source = _own(request, pk)
    to = reverse("ledgers:detail", args=[pk])

    def act() -> None:
        asking.answer(source, request.post, _said(source, request))

    return act_and_go(request, act, _("正在按您填的内容重新核对。"), to)


def _said(source: Import, request: PostRequest) -> dict[str, Any]:
    """What a form says; raises ValidationError where it says nothing."""
    said: dict[str, Any] = {}
    for at, one in enumerate(source.questions):
        typed = request.POST.get(f"t{at}", "").strip()[:LONGEST]
        chosen = f"={typed}" if typed else request.POST.get(f"w{at}", "")
        if chosen == "-" or chosen[:1] == "=":
            said.setdefault("words", {}).setdefault(one["key"], {})[one["text"]] = chosen[1:][
                :LONGEST
            ]
    columns = {column.key: column for column in source.register.taken}
    for name in request.POST:
        text = request.POST.get(name, "").strip()[:LONGEST]
        match = CELL.fullmatch(name)
        column = columns.get(match[2]) if match else None
        if match is None or column is None:
            continue
        # An empty field for what is masked was left alone.
        if text or (
            column.key in source.layout.get("places", {}) and not (column.mask or column.secret)
        ):
            said.setdefault("cells", {}).setdefault(match[1], {})[column.key] = str(text).strip()[
                :LONGEST
            ]
    if not said:
        raise ValidationError(_("没有填写或选择任何内容。"))
    return said
