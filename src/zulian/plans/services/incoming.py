"""Papers from above (来文): registered with a number, read and kept; and what a circular cites is looked for among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.documents.reading import Grid, ReadError
from zulian.documents.services import keep
from zulian.foundation import clock
from zulian.foundation.actor import current_actor
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular, IncomingPaper
from zulian.plans.reading.papers import read_apart
from zulian.regions.models import Region, ancestors

# Brackets, blanks and quotes are written in many ways; letters and digits tell one paper from another.
SIGNS = re.compile(r"[\W_]+")
MOST_CITED = 60


# A title that stands inside another: 关于印发〈…〉的通知.
INNER = re.compile("[《〈]([^《〈》〉]{4,})[》〉]")


def names_of(title: str) -> list[str]:
    """Under which names a paper is cited: its title, and what it is sent out with."""
    return [plain(title), *map(plain, INNER.findall(title))]


def plain(words: str) -> str:
    """A number or title with nothing but its letters and digits."""
    return SIGNS.sub("", words)


@unit_of_work
def register(
    data: bytes, name: str, post: Post, received_on: date, *, is_corrected: bool = False
) -> IncomingPaper:
    """Register a paper for the organisation of a post: number, title, issuer and day are read from it.

    Raises ValidationError with one sentence when it cannot be read, was registered before, or cannot have come in that day.
    A corrected paper (更正件) bears number and title of the one before.
    A day of issue that lies in the future is misread, and left for whoever checks it.
    """
    try:
        paper, reading = read_apart(data)
    except ReadError as error:
        raise ValidationError({"file": str(error)}) from error
    issued_on = reading.date if reading.date and reading.date <= clock.today() else None
    check_days(issued_on, received_on)
    # Two at once wait for each other, so that no entry number is given twice.
    Region.objects.select_for_update(no_key=True).get(pk=post.region_id)
    source = keep(BytesIO(data), name, post.region, post, kind=paper.kind)
    title = reading.title or next(
        (block.text for block in paper.blocks if block.text.strip()), name
    )
    incoming = IncomingPaper(
        region=post.region,
        entry=_entry(post.region, received_on.year),
        received_on=received_on,
        issuer=(reading.issuer or _("未读出"))[:60],
        number=reading.number[:60],
        title=title.strip()[:200],
        issued_on=issued_on,
        source=source,
        paper=[
            {"table": list(map(list, b.rows))} if isinstance(b, Grid) else {"line": b.text}
            for b in paper.blocks
        ],
        by=post,
    )
    before = _registered(incoming, source.sha256, is_corrected=is_corrected)
    if before is not None:
        words = _(
            "这份文件已经登记过：%(entry)s《%(title)s》。内容更正过、重新印发的，请勾选“更正后重发的文件”。"
        )
        raise ValidationError({"file": words % {"entry": before.entry, "title": before.title}})
    with audited("incoming.register", incoming):
        incoming.save()
    return incoming


def check_days(issued_on: date | None, received_on: date) -> None:
    """Raise ValidationError when a paper would have come in before its own date."""
    if issued_on is not None and received_on < issued_on:
        words = _("收文日期不能早于来文的成文日期（%(day)s），请核对。")
        raise ValidationError({"received_on": words % {"day": issued_on}})


def _registered(
    incoming: IncomingPaper, digest: str, *, is_corrected: bool
) -> IncomingPaper | None:
    """The same paper as it was registered before: the same file, or, but for a corrected one, the same number and title."""
    rows = IncomingPaper.objects.filter(region_id=incoming.region_id)
    same_file = rows.filter(source__sha256=digest).first()
    if same_file is not None or is_corrected or not incoming.number:
        return same_file
    wanted = (plain(incoming.number), plain(incoming.title))
    return next(
        (row for row in rows.exclude(number="") if (plain(row.number), plain(row.title)) == wanted),
        None,
    )


def of_same_number(incoming: IncomingPaper) -> IncomingPaper | None:
    """Another paper that the same organisation registered under the same number: one of the two may be read wrongly."""
    if not incoming.number:
        return None
    rows = (
        IncomingPaper.objects.filter(region_id=incoming.region_id)
        .exclude(pk=incoming.pk)
        .exclude(number="")
    )
    return next((row for row in rows if plain(row.number) == plain(incoming.number)), None)


def _entry(region: Region, year: int) -> str:
    """The next entry number of an organisation in a year."""
    count = IncomingPaper.objects.filter(region=region, received_on__year=year).count() + 1
    words = _("收文〔%(year)d〕%(count)d号")
    while IncomingPaper.objects.filter(
        region=region, entry=words % {"year": year, "count": count}
    ).exists():
        count += 1
    return words % {"year": year, "count": count}


@unit_of_work
def correct(incoming: IncomingPaper, values: dict[str, Any]) -> IncomingPaper:
    """Correct what was read of a paper, note what is to be done, open it to the levels below.

    Raises ValidationError when it would have come in before its own date.
    """
    check_days(
        values.get("issued_on", incoming.issued_on), values.get("received_on", incoming.received_on)
    )
    with audited("incoming.edit", incoming):
        for name, value in values.items():
            setattr(incoming, name, value)
        incoming.save()
    if incoming.source.published != incoming.published:
        incoming.source.published = incoming.published
        incoming.source.save(update_fields=["published"])
    return incoming


@dataclass(frozen=True)
class Cited:
    """A paper that a circular names, and the address where it lies; "" where it was not registered."""

    title: str
    number: str
    url: str = ""


def shows_remark(incoming: IncomingPaper) -> bool:
    """Whether what an organisation notes for itself (拟办意见) is shown to who asks: inside that organisation alone."""
    return current_actor().region == incoming.region_id


def cited_by(circular: Circular) -> list[Cited]:
    """What a circular cites, each linked to the paper or circular in view, in two statements. Itself is left out."""
    # 关于印发《…》的通知: what it sends out is its own enclosure; what it passes on (转发) is another's.
    is_sent_out = "印发" in circular.title  # untranslated: how a circular names its enclosure
    own = names_of(circular.title) if is_sent_out else [plain(circular.title)]
    named = [c for c in circular.reading.get("citations", []) if plain(c["title"]) not in own]
    citations = _each_once(named)[:MOST_CITED]
    if not citations:
        return []
    known = _known(circular)
    return [
        Cited(
            c["title"],
            c["number"] or "",
            known.get(plain(c["number"] or ""), "") or known.get(plain(c["title"]), ""),
        )
        for c in citations
    ]


def _each_once(citations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each paper once, where it is named first; one that is named with its number and again without is named with it."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for one in citations:
        found.setdefault(plain(one["title"]), {}).setdefault(plain(one["number"] or ""), one)
    return [
        one
        for by_number in found.values()
        for number, one in by_number.items()
        if number or len(by_number) == 1
    ]


def _known(circular: Circular) -> dict[str, str]:
    """Addresses by number and title of everything in view that may be cited.

    Papers from above outweigh circulars. Of several offices' copies of a paper that of the reader's own organisation counts
    most, then that of the circular's, then the nearest one above.
    """
    addresses: dict[str, str] = {}
    circulars = Circular.objects.filter(status=Circular.Status.ADOPTED).exclude(pk=circular.pk)
    _add(addresses, "plans:circular", circulars.values_list("pk", "number", "title"))
    own = current_actor().region
    line = [*reversed(ancestors(circular.region_id)), circular.region_id, own]
    ranks = {code: rank for rank, code in enumerate(line, 1)}
    papers = IncomingPaper.objects.values_list("region_id", "pk", "number", "title")
    copies = sorted(papers, key=lambda paper: (ranks.get(paper[0], 0), paper[1]))
    _add(addresses, "plans:paper", [(pk, number, title) for _region, pk, number, title in copies])
    addresses.pop("", None)
    return addresses


def _add(addresses: dict[str, str], page: str, rows: Iterable[tuple[int, str, str]]) -> None:
    for pk, number, title in rows:
        url = reverse(page, args=[pk])
        for name in (*names_of(title), plain(number)):
            addresses[name] = url


def citing(incoming: IncomingPaper, own: str) -> list[Circular]:
    """The circulars in view that cite a paper: adopted ones, and drafts of the organisation `own`."""
    wanted = {plain(incoming.number), *names_of(incoming.title)} - {""}
    rows: QuerySet[Circular] = Circular.objects.filter(
        issued_on__isnull=True
    ) | Circular.objects.filter(issued_on__gte=incoming.issued_on or date(1990, 1, 1))
    return [
        circular
        for circular in rows.filter(Q(status=Circular.Status.ADOPTED) | Q(region_id=own)).order_by(
            "-year", "-pk"
        )
        if any(
            wanted & {plain(c["number"] or ""), plain(c["title"])}
            for c in circular.reading.get("citations", [])
        )
    ]
