"""A bulletin from its draft to its issue: its words may be changed, its figures stay; once issued nothing changes any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.messages import Letter, send_all
from zulian.accounts.models import Post
from zulian.documents.official import Block, Heading, Official, Table, Text, write_docx
from zulian.documents.services import keep
from zulian.documents.wording import (
    StrayMarkError,
    UnknownFigureError,
    from_json,
    from_words,
    to_json,
    to_words,
)
from zulian.foundation import clock
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Circular, IssuedBulletin
from zulian.plans.services import bulletin as figures
from zulian.plans.services import numbers
from zulian.plans.services import seen as seen_values
from zulian.regions.models import Children, Region

MOST_BLOCKS, LONGEST_PARAGRAPH, LONGEST_HEADING = 400, 2000, 100


def blocks_of(bulletin: IssuedBulletin) -> list[Block]:
    """The blocks of a bulletin."""
    return [from_json(data) for data in bulletin.blocks]


def document_of(bulletin: IssuedBulletin) -> Official:
    """The bulletin as an official document; a draft bears the day on which it is looked at."""
    day = timezone.localtime(bulletin.issued_at).date() if bulletin.issued_at else clock.today()
    return Official(
        bulletin.title,
        bulletin.addressees,
        bulletin.signer,
        day,
        blocks_of(bulletin),
        number=bulletin.number,
    )


def digest(bulletin: IssuedBulletin) -> str:
    """What tells one state of a draft from another: whoever saves or issues it has seen just this."""
    return seen_values.digest_of([bulletin.title, bulletin.addressees, bulletin.blocks])


@unit_of_work
def draw_up(circular: Circular, post: Post, kind: figures.Kind, day: date) -> IssuedBulletin:
    """Draft (起草) the bulletin of a plan for the organisation of a post; a draft that is there already is kept.

    Raises ValidationError while the period of which it would tell has not begun.
    """
    if not_yet := figures.not_begun(circular, clock.today()):
        raise ValidationError(not_yet)
    region = Region.objects.select_for_update(no_key=True).get(pk=post.region_id)
    known = IssuedBulletin.objects.filter(
        circular=circular, region=region, kind=kind, issued_at=None
    ).first()
    if known is not None:
        return known
    official = figures.write(circular, region, kind, clock.today(), day)
    draft = IssuedBulletin(
        circular=circular,
        region=region,
        kind=kind,
        title=official.title,
        addressees=official.addressees[:300],
        signer=official.signer[:80],
        on=day,
        blocks=[to_json(block) for block in official.blocks],
        by=post,
    )
    with audited("bulletin.draft", draft):
        draft.save()
    return draft


def _locked_draft(pk: int, post: Post) -> IssuedBulletin:
    """A draft of the post's organisation, locked. Raises PermissionDenied for others, ValidationError once issued."""
    bulletin = IssuedBulletin.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    if bulletin.region_id != post.region_id:
        raise PermissionDenied(_("通报由起草单位修改和印发。"))
    if bulletin.is_issued:
        raise ValidationError(_("已经印发，不能再改。"))
    return bulletin


def field_of(place: int) -> str:
    """The name under which the block at a place is edited."""
    return f"block_{place}"


def words_of(block: Block) -> str:
    """A heading or paragraph as it is edited."""
    return (
        block.text
        if isinstance(block, Heading)
        else to_words(block)
        if isinstance(block, Text)
        else ""
    )


@unit_of_work
def edit(
    pk: int, post: Post, title: str, addressees: str, words: Mapping[str, str | bool], seen: str
) -> IssuedBulletin:
    """Change the words of a draft: `words` by `field_of`; an empty block goes, each line of a paragraph is one of its own.

    Raises ValidationError at the field whose figures are not those of its paragraph, or when somebody else changed the draft.
    """
    bulletin = _locked_draft(pk, post)
    if seen != digest(bulletin):
        raise ValidationError(seen_values.CHANGED)
    blocks: list[Block] = []
    for place, block in enumerate(blocks_of(bulletin)):
        blocks += _edited(block, words.get(field_of(place), ""), field_of(place))
    if len(blocks) > MOST_BLOCKS:
        raise ValidationError(_("全文最多 %(most)d 段，请精简。") % {"most": MOST_BLOCKS})
    if not blocks:
        raise ValidationError(_("正文不能为空。"))
    with audited("bulletin.edit", bulletin):
        # A browser ends lines in its own way.
        bulletin.title = "\n".join(filter(None, map(str.strip, title.splitlines())))
        bulletin.addressees = addressees.strip()
        bulletin.blocks = [to_json(block) for block in blocks]
        bulletin.save()
    return bulletin


def _edited(block: Block, words: str | bool, field: str) -> list[Block]:
    """What became of one block."""
    if isinstance(block, Table):
        return [block] if words else []
    text = str(words).strip()
    if isinstance(block, Heading):
        return [Heading(" ".join(text.split()), block.level)] if text else []
    if text == to_words(block):
        return [block]
    try:
        return list(from_words(text, block))
    except StrayMarkError as error:
        stray = _("本段的「」不成对，数字还原不了。请把「」补成对，或整段恢复原样。")
        raise ValidationError({field: stray}) from error
    except UnknownFigureError as error:
        words_ = _(
            "「%(figure)s」不是本段由系统统计的数字。「」里的数字可以删去，不能改，也不能多用。"
        )
        raise ValidationError({field: words_ % {"figure": error.args[0]}}) from error


@unit_of_work
def drop(pk: int, post: Post) -> None:
    """Throw a draft away: nothing of it was issued."""
    bulletin = _locked_draft(pk, post)
    with audited("bulletin.drop", bulletin):
        bulletin.delete()


@unit_of_work
def issue(pk: int, post: Post, number: str, seen: str) -> IssuedBulletin:
    """Issue (印发) a draft under its number: text, figures and file stay as they are, and those below are told.

    Raises ValidationError for what has not the form of a number, for a number that a paper of the organisation bears already,
    or where the draft is not the one that was seen.
    """
    Region.objects.select_for_update(no_key=True).get(pk=post.region_id)
    bulletin = _locked_draft(pk, post)
    if seen != digest(bulletin):
        raise ValidationError(_("核对期间草稿有变动，请重新看一遍再印发。"))
    number = numbers.printed(number)
    if not numbers.is_number(number):
        words = _(
            "文号请按“机关代字〔年份〕序号”写全，如：阜残发〔2026〕12号；按期印发的写“第3期”。"
        )
        raise ValidationError({"number": words})
    if used := numbers.bearer_of(number, post.region_id):
        facts = {"number": number, "title": used}
        raise ValidationError(
            {"number": _("文号“%(number)s”已经用过（%(title)s），请改用新的文号。") % facts}
        )
    bulletin.number, bulletin.issued_at, bulletin.by = number, clock.now(), post
    official = document_of(bulletin)
    source = keep(
        BytesIO(write_docx(official)), f"{official.name}.docx", bulletin.region, post, kind="docx"
    )
    source.published = True
    source.save(update_fields=["published"])
    with audited("bulletin.issue", bulletin):
        bulletin.source = source
        bulletin.save()
    send_all(
        Letter(
            child.code,
            "bulletin",
            _("%(number)s：%(title)s") % {"number": number, "title": official.name},
            reverse("plans:issued-bulletin", args=[bulletin.pk]),
            f"bulletin:{bulletin.pk}:{child.code}",
            post.region.organisation,
        )
        for child in receivers(bulletin.region)
    )
    return bulletin


def receivers(region: Region) -> list[Region]:
    """Who is told of a bulletin: the divisions one level below."""
    return list(Children.of(region).regions)
