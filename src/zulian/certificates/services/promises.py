"""Promises: who must sign, what is missing, signing in the system or on paper, new versions of the texts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models.promises import PromiseText, Signature
from zulian.certificates.rules.cards import months_later
from zulian.documents.services import keep
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import current_work, unit_of_work
from zulian.regions.models import Region, ancestors

KINDS = list(PromiseText.Kind)
# Under which name a unit of work keeps whose promises it looked up.
MISSING = "missing promises"


def figures(day: date) -> Policy:
    """Who signs, for how long."""
    return policy("certificates/promises", day)


def must_sign(post: Post, day: date) -> bool:
    """Whether the role of a post is one that signs."""
    return post.role in figures(day)["roles"]


def texts_in_force(region_id: str, day: date) -> dict[str, PromiseText]:
    """The text of each kind in force for a federation: the newest of the nearest federation that has issued one."""
    lineage = [region_id, *ancestors(region_id)]
    with scope(EVERYTHING):
        texts = list(
            PromiseText.objects.filter(region_id__in=lineage, since__lte=day).select_related(
                "region"
            )
        )
    return _nearest(texts, region_id)


def _rank(text: PromiseText, lineage: list[str]) -> tuple[int, int, int]:
    return lineage.index(text.region_id), -text.since.toordinal(), -text.version


def missing_promises(post: Post, day: date) -> list[str]:
    """Names of the texts that a post must still sign to work in this room; empty when it may work."""
    if not must_sign(post, day):
        return []
    lineage = [post.region_id, *ancestors(post.region_id)]
    with scope(EVERYTHING):
        # Asked at every step of every case: the texts themselves are left where they are.
        issued = PromiseText.objects.filter(region_id__in=lineage, since__lte=day)
        own = Signature.objects.in_force(day).filter(
            post=post, region=post.region_id, text=OuterRef("pk")
        )
        heads = issued.annotate(is_signed=Exists(own))
        texts = _nearest(list(heads.only("kind", "region_id", "since", "version")), post.region_id)
    return [str(kind.label) for kind in KINDS if not getattr(texts.get(kind), "is_signed", False)]


def sworn_until(day: date) -> dict[int, date]:
    """The posts that have signed both texts in force for their federation, each with the day until which both hold."""
    with scope(EVERYTHING):
        texts = list(PromiseText.objects.filter(since__lte=day))
        rows = Signature.objects.in_force(day).values_list("post_id", "text_id", "expires_on")
        signed = {(post, text): until for post, text, until in rows}
    found: dict[int, date] = {}
    chosen: dict[str, set[int]] = {}
    for pk, region_id in (
        Post.objects.held(day).filter(role__in=figures(day)["roles"]).values_list("pk", "region_id")
    ):
        if region_id not in chosen:
            chosen[region_id] = {text.pk for text in _nearest(texts, region_id).values()}
        ends = [signed.get((pk, text)) for text in chosen[region_id]]
        held = [end for end in ends if end]
        if len(held) == len(KINDS):
            found[pk] = min(held)
    return found


def sworn_posts(day: date) -> list[int]:
    """Ids of the posts that may work in this room on `day`."""
    return list(sworn_until(day))


def expiring_posts(day: date) -> list[int]:
    """Posts whose promises lapse within the policy's days of warning."""
    last = day + timedelta(days=figures(day)["warn_days"])
    return [pk for pk, until in sworn_until(day).items() if until <= last]


def _nearest(texts: list[PromiseText], region_id: str) -> dict[str, PromiseText]:
    """The newest text of each kind of the nearest federation that has issued one."""
    lineage = [region_id, *ancestors(region_id)]
    best: dict[str, PromiseText] = {}
    for text in texts:
        if text.region_id not in lineage:
            continue
        held = best.get(text.kind)
        if held is None or _rank(text, lineage) < _rank(held, lineage):
            best[text.kind] = text
    return best


def sign(post: Post, text_id: int, typed_name: str) -> Signature:
    """Sign a text in the system: the name typed must be one's own; signing twice changes nothing.

    Raises ValidationError for any other name.
    """
    text = _text_for(post, text_id)
    if typed_name.strip() != post.user.name:
        words = _("请准确输入您本人的姓名“%(name)s”作为签名。")
        raise ValidationError({"typed_name": words % {"name": post.user.name}})
    return _add(post, text, Signature.Method.SYSTEM, typed_name.strip(), today())


def sign_on_paper(post: Post, text_id: int, signed_on: date, scan: Any, by: Post) -> Signature:
    """Record a text signed on paper, with its scan.

    Raises ValidationError for a day before the text was in force or to come.
    """
    text = _text_for(post, text_id)
    if not text.since <= signed_on <= today():
        raise ValidationError({"signed_on": _("签署日期应在文本启用之后、今天之前。")})
    with unit_of_work():
        kept = keep(scan, scan.name or "", post.region, by, permission="promise.read")
        return _add(post, text, Signature.Method.PAPER, post.user.name, signed_on, kept)


def _text_for(post: Post, text_id: int) -> PromiseText:
    """The text, if it is the one in force for the post."""
    for text in texts_in_force(post.region_id, today()).values():
        if text.pk == text_id:
            return text
    raise ValidationError(_("这份文本已不是现行版本，请刷新后签署新版本。"))


def signature(
    post: Post,
    text: PromiseText,
    on: date,
    method: str = Signature.Method.SYSTEM,
    name: str = "",
    scan: Any = None,
) -> Signature:
    """A signature not yet written, with the day until which it holds."""
    return Signature(
        text=text,
        post=post,
        region=post.region,
        method=method,
        typed_name=name or post.user.name,
        digest=text.digest,
        scan=scan,
        signed_on=on,
        at=now(),
        expires_on=months_later(on, figures(on)["valid_months"]),
    )


def _add(
    post: Post, text: PromiseText, method: str, name: str, on: date, scan: Any = None
) -> Signature:
    existing_signature = Signature.objects.filter(post=post, text=text, signed_on=on).first()
    if existing_signature:
        return existing_signature
    new_signature = signature(post, text, on, method, name, scan)
    with audited("promise.sign", new_signature):
        new_signature.save()
    if work := current_work():
        work.known.pop(MISSING, None)
    return new_signature


def issue_text(region: Region, kind: str, text: str, since: date) -> PromiseText:
    """Issue a new version of a text; all who signed the old one sign anew.

    Raises ValidationError for a day that is past, and for the same words again.
    """
    if since < today():
        raise ValidationError({"since": _("启用日期不能早于今天。")})
    last = PromiseText.objects.filter(region=region, kind=kind).order_by("-version").first()
    if last and last.text == text.strip():
        raise ValidationError({"text": _("内容与现行版本相同，不需要新版本。")})
    new_text = PromiseText(
        region=region,
        kind=kind,
        version=last.version + 1 if last else 1,
        text=text.strip(),
        since=since,
    )
    with audited("promise.issue", new_text):
        new_text.save()
    return new_text


def signing_posts(day: date) -> Any:
    """Posts of the jurisdiction that must sign."""
    return (
        Post.objects.held(day)
        .filter(Q(role__in=figures(day)["roles"]))
        .select_related("user", "region")
    )
