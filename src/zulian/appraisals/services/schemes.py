"""The way of a scheme (考核办法): drawn up with its items, handed down, counted, told, published."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post
from zulian.appraisals.models import (
    KINDS,
    LateBy,
    Scheme,
    SchemeItem,
    SchemeState,
    Score,
    UnitResult,
)
from zulian.appraisals.rules import COUNTED, RATED, Kind
from zulian.appraisals.services import counting
from zulian.foundation import bulk
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular
from zulian.regions.models import Children

State = Scheme.State


def figures(region_id: str) -> Policy:
    """What a new scheme begins with at a place."""
    return policy("appraisals/appraisals", today(), region_id)


def plans_of(post: Post) -> Any:
    """The plans of an organisation by which nothing is appraised yet, the newest first."""
    rows = Circular.objects.filter(region_id=post.region_id, status=Circular.Status.ADOPTED)
    return rows.filter(kind=Circular.Kind.PLAN, scheme=None).order_by("-year", "-pk")


def require_own(region_id: str, post: Post) -> None:
    """Raise PermissionDenied unless a post is of the organisation that appraises."""
    if region_id != post.region_id:
        raise PermissionDenied(_("由制定考核办法的单位办理。"))


def scheme_of(pk: int, post: Post, *states: SchemeState) -> Scheme:
    """A scheme for a step of its own organisation, locked; raises ValidationError in any other state."""
    scheme: Scheme = locked(Scheme, pk, *states)
    require_own(scheme.region_id, post)
    return scheme


@unit_of_work
def draw_up(post: Post, circular: Circular, name: str) -> Scheme:
    """起草 the scheme of a plan: it begins with the weights of the policy, and can be changed until it is handed down.

    Raises ValidationError for a plan of somebody else, and for one that has a scheme.
    """
    if not plans_of(post).filter(pk=circular.pk).exists():
        raise ValidationError({"circular": _("请选择本单位发布、还没有考核办法的工作要点。")})
    if not name.strip():
        raise ValidationError({"name": _("请填写名称。")})
    scheme = Scheme(region=post.region, circular=circular, name=name.strip())
    with audited("scheme.draft", scheme):
        scheme.save()
        bulk.create(_usual_items(scheme))
    return scheme


def _usual_items(scheme: Scheme) -> list[SchemeItem]:
    chosen, names = figures(scheme.region_id), dict(KINDS)
    rows: list[tuple[Kind, Any, Any]] = [
        *((Kind(kind), points, None) for kind, points in chosen["points"].items()),
        (Kind.LATE, chosen["late_most"], chosen["late_each"]),
        (Kind.BONUS, chosen["bonus_most"], None),
    ]
    return [
        SchemeItem(
            scheme=scheme,
            region_id=scheme.region_id,
            order=n,
            title=str(names[kind]),
            kind=kind,
            points=Decimal(str(points)),
            each=None if each is None else Decimal(str(each)),
        )
        for n, (kind, points, each) in enumerate(rows, 1)
    ]


@unit_of_work
def rename(pk: int, post: Post, name: str) -> Scheme:
    """修改 the name of a scheme that is not handed down yet."""
    scheme = scheme_of(pk, post, State.DRAFT)
    with audited("scheme.change", scheme):
        scheme.name = name.strip()
        scheme.save()
    return scheme


@unit_of_work
def drop(pk: int, post: Post) -> None:
    """删除 a draft."""
    scheme = scheme_of(pk, post, State.DRAFT)
    with audited("scheme.drop", scheme):
        scheme.delete()


@unit_of_work
def add_item(pk: int, post: Post, values: dict[str, Any]) -> SchemeItem:
    """添加 an item to a draft; raises ValidationError as `change_item` does."""
    scheme = scheme_of(pk, post, State.DRAFT)
    last = scheme.items.order_by("-order").first()
    item = SchemeItem(
        scheme=scheme, region_id=scheme.region_id, order=last.order + 1 if last else 1
    )
    return _write(item, "scheme.item", values)


@unit_of_work
def change_item(pk: int, post: Post, values: dict[str, Any]) -> SchemeItem:
    """修改 an item of a draft.

    Raises ValidationError for no points, for late tasks without how much each takes off, and for a rate that is counted twice.
    """
    item = _item_of(pk, post)
    return _write(item, "scheme.item", values)


@unit_of_work
def drop_item(pk: int, post: Post) -> None:
    """删除 an item of a draft."""
    item = _item_of(pk, post)
    with audited("scheme.item_drop", item):
        item.delete()


def _item_of(pk: int, post: Post) -> SchemeItem:
    item = SchemeItem.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    scheme_of(item.scheme_id, post, State.DRAFT)
    return item


def _write(item: SchemeItem, action: str, values: dict[str, Any]) -> SchemeItem:
    for name in ("title", "kind", "points", "late_by", "each", "rule"):
        setattr(item, name, values[name])
    if not item.points:
        raise ValidationError({"points": _("分值应大于 0。")})
    if item.kind == Kind.LATE and not item.each:
        raise ValidationError({"each": _("请填写每逾期一项扣多少分。")})
    if item.kind != Kind.LATE:
        item.each, item.late_by = None, LateBy.ALL
    same = SchemeItem.objects.filter(scheme=item.scheme_id, kind=item.kind).exclude(pk=item.pk)
    if item.kind in COUNTED and same.exists():
        raise ValidationError({"kind": _("这种计分方式已有一个项目，不重复计分。")})
    with audited(action, item):
        item.save()
    return item


def points_of(scheme: Scheme) -> Decimal:
    """What the items of a scheme come to without what is taken off or put on top."""
    rated = [item.points for item in scheme.items.all() if item.kind in RATED]
    return sum(rated, Decimal(0))


def gap_words(scheme: Scheme) -> str:
    """That the points do not add up to what they should; "" where they do."""
    whole, have = figures(scheme.region_id)["total"], points_of(scheme)
    words = _("各项分值合计 %(have)s 分，应为 %(whole)s 分（加分、扣分不计）。")
    return "" if have == whole else words % {"have": have, "whole": whole}


@unit_of_work
def issue(pk: int, post: Post) -> Scheme:
    """下达: every unit one level below has its letter of responsibility, and is counted from now on.

    Raises ValidationError while the points do not add up, and where nobody is below.
    """
    scheme = scheme_of(pk, post, State.DRAFT)
    if words := gap_words(scheme):
        raise ValidationError(words)
    units = Children.of(scheme.region).regions
    if not units:
        raise ValidationError(_("本级以下没有单位，不能下达考核办法。"))
    with audited("scheme.issue", scheme):
        scheme.issue()
        scheme.save()
        results = bulk.create(UnitResult(scheme=scheme, region=unit) for unit in units)
        items = list(scheme.items.all())
        bulk.create(
            Score(result=result, item=item, region_id=result.region_id)
            for result in results
            for item in items
        )
    counting.count(scheme)
    _tell_all(scheme, "issued", _("%(name)s已下达，请签订目标责任书"))
    return scheme


@unit_of_work
def recall(pk: int, post: Post, reason: str) -> Scheme:
    """收回 a scheme that was handed down, to change it: the units are told why, and their letters of responsibility end.

    Raises ValidationError without a reason, and once marks were given or papers handed in.
    """
    scheme = scheme_of(pk, post, State.ISSUED)
    why = need_words(reason, "reason", _("请写明收回的理由。"))
    scores = Score.objects.filter(result__scheme=scheme)
    if scores.filter(Q(given__isnull=False) | Q(papers__isnull=False)).exists():
        raise ValidationError(
            _("已有打分或佐证材料，不能收回；个别得分不对的，打分时写明理由更正。")
        )
    words = _("%(name)s已收回修改，原目标责任书作废：%(why)s")
    said = {"name": scheme.name, "why": why}
    _tell_all(scheme, "recalled", words, reverse("appraisals:result-list"), said)
    with audited("scheme.recall", scheme):
        scheme.recall()
        scheme.save()
        scheme.results.all().delete()
    return scheme


@unit_of_work
def count(pk: int, post: Post) -> Scheme:
    """计分: what the plan says of each unit today, and the totals and places that follow."""
    scheme = scheme_of(pk, post, State.ISSUED)
    counting.count(scheme)
    return scheme


@unit_of_work
def tell(pk: int, post: Post) -> Scheme:
    """告知结果: counted once more, then each unit sees its marks, and may object for the days of the policy.

    Raises ValidationError while something that is judged has no mark.
    """
    scheme = scheme_of(pk, post, State.ISSUED)
    open_ones = Score.objects.filter(result__scheme=scheme, item__kind=Kind.JUDGED, given=None)
    if left := open_ones.count():
        first = open_ones.select_related("region", "item").order_by("region_id", "item__order")[0]
        words = _("还有 %(n)d 项评议没有打分（%(unit)s的“%(item)s”等），打完再告知。")
        said = {"n": left, "unit": first.region.organisation, "item": first.item.title}
        raise ValidationError(words % said)
    counting.count(scheme)
    with audited("scheme.tell", scheme):
        scheme.tell()
        scheme.save()
    _tell_all(scheme, "told", _("%(name)s的考核结果已告知，有异议请在期限内提出"))
    return scheme


@unit_of_work
def publish(pk: int, post: Post) -> Scheme:
    """公布 the results of all units.

    Raises ValidationError before the days for objections are over, and while one is not answered.
    """
    scheme = scheme_of(pk, post, State.TOLD)
    until = scheme.objection_until
    if until and today() <= until:
        raise ValidationError(_("异议期到 %(day)s 为止，期满后才能公布。") % {"day": until})
    if Score.objects.objected().filter(result__scheme=scheme).exists():
        raise ValidationError(_("还有异议没有答复，答复后才能公布。"))
    with audited("scheme.publish", scheme):
        scheme.publish()
        scheme.published_on = today()
        scheme.save()
    _tell_all(scheme, "published", _("%(name)s的考核结果已公布"))
    return scheme


def _tell_all(
    scheme: Scheme, key: str, words: str, url: str = "", said: Mapping[str, str] | None = None
) -> None:
    """A message to every unit that is appraised; it leads to its own result unless told."""
    results = scheme.results.values_list("pk", "region_id")
    send_all(
        Letter(
            region_id=region,
            kind="appraisal",
            title=words % (said or {"name": scheme.name}),
            url=url or reverse("appraisals:result", args=[pk]),
            # A scheme that was called back is handed down anew, with other results.
            key=f"scheme:{scheme.pk}:{key}:{pk}",
            sender=scheme.region.organisation,
        )
        for pk, region in results
    )
