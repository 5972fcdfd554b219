"""A letter as an official paper (函)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from zulian.departments.models import Letter
from zulian.documents.official import Official, Text, compose
from zulian.foundation.clock import today


def letter_paper(letter: Letter) -> Official:
    """A letter in the form of letters: whom it asks for what, by when, who can be asked back, what is attached."""
    official = Official(
        letter.title,
        letter.department.name,
        letter.region.official_name,
        letter.sent_on or today(),
        number=letter.number,
        is_letter=True,
    )
    lines = filter(None, map(str.strip, letter.text.splitlines()))
    official.blocks += [Text((line,)) for line in lines]
    official.blocks.append(Text((_ending(letter.answer_by),)))
    if letter.file is not None:
        # Its name without the ending, as GB/T 9704 sets an attachment's name.
        name = letter.file.name.rsplit(".", 1)[0]
        official.blocks.append(compose(_("附件：{name}"), name=name))
    official.blocks.append(compose(_("（联系人：{name}）"), name=letter.by.user.name))
    return official


def _ending(answer_by: date | None) -> str:
    """The usual last sentence: by when an answer is asked for, or that one is."""
    if answer_by is None:
        return _("专此致函，请予支持为盼。")
    day = f"{answer_by.year}年{answer_by.month}月{answer_by.day}日"  # untranslated: an official date is always Chinese
    return _("专此致函，请予支持，并于%(day)s前函复。") % {"day": day}
