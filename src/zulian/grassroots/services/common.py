"""What the services of the room share: the policy in force, who stands above whom, keeping evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.documents.services import keep
from zulian.foundation.audit import audited
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import prefix_length
from zulian.grassroots.models import Evidence
from zulian.regions.models import Region

MAX_FILES, MAX_TITLE = 20, 80
ABOVE = gettext_lazy("由上级残联办理，本单位不能给自己复核、验收。")


def rules(day: date, place: str) -> Policy:
    """How assessments are checked, objected to and kept, at the division that holds them."""
    return policy("grassroots/assessment", day, place)


def is_above(post: Post, code: str) -> bool:
    """Whether a post works at a level above the organisation of a division; that it lies below the post, its scope has seen to."""
    return prefix_length(post.region_id) < prefix_length(code)


def require_above(post: Post, code: str) -> None:
    """Raise PermissionDenied unless the post stands above: nobody checks themselves."""
    if not is_above(post, code):
        raise PermissionDenied(ABOVE)


def keep_evidence(
    region: Region, post: Post | None, files: list[Any], title: str = "", link: str = ""
) -> list[Evidence]:
    """Keep files, and the page of a register, as evidence of an organisation.

    Raises ValidationError for more files than one may send.
    """
    if len(files) > MAX_FILES:
        raise ValidationError({"papers": _("一次最多上传 %(n)d 个文件。") % {"n": MAX_FILES}})
    evidence = []
    for n, source in enumerate(files, 1):
        file = keep(source, source.name or _("附件"), region, post)
        words = title.strip() or file.name.rsplit(".", 1)[0]
        name = f"{words[: MAX_TITLE - 4]}（{n}）" if title and len(files) > 1 else words[:MAX_TITLE]
        evidence.append(_saved(Evidence(region=region, title=name, file=file, by=post)))
    if link.strip():
        words = title.strip() or _("台账页面")
        evidence.append(_saved(Evidence(region=region, title=words, link=address(link), by=post)))
    return evidence


def _saved(piece: Evidence) -> Evidence:
    with audited("evidence.add", piece):
        piece.save()
    return piece


def address(text: str) -> str:
    """A page of this site as typed or copied from the address line; raises ValidationError for anything else."""
    text = text.strip()
    path = text.split("://", 1)[-1]
    path = path[path.find("/") :] if "/" in path else ""
    try:
        resolve(_below_prefix(path.split("?", 1)[0]))
    except Resolver404 as error:
        words = _("请填写本系统台账页面的地址，例如 %(example)s，可从浏览器地址栏复制。")
        raise ValidationError(
            {"link": words % {"example": reverse("people:person-list")}}
        ) from error
    if len(path) > 200:
        raise ValidationError({"link": _("地址太长，请先缩小筛选条件。")})
    return path


def _below_prefix(path: str) -> str:
    """A path as the site's own addresses know it, without the prefix that the site stands below; empty for others."""
    prefix = get_script_prefix()
    return path[len(prefix) - 1 :] if path.startswith(prefix) else ""
