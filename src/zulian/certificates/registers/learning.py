"""The handbook (工作手册) with its questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.forms import ChapterQuestionForm
from zulian.certificates.models.learning import Chapter, ChapterQuestion
from zulian.certificates.room import ROOM
from zulian.certificates.services import learning
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.registers.actions import Action, Add, is_own
from zulian.registers.register import Register
from zulian.registers.shown import Shown

FIELDS = ("number", "title", "text")
WHOSE = _("由编写手册的残联修改。")


class ChapterRegister(Register):
    """Chapters of the own handbook and of those above."""

    model, room, tab, permission = Chapter, ROOM, "learning", "promise"
    key, prefix, title = "chapter", "learning/chapters/", _("工作手册")
    intro = _("市、县（区）残联编写的办证工作手册，下级没有自己的手册时用上级的。")
    columns = ("number", "title", Shown("region__organisation", _("编写单位")))
    facts = (Shown("region__organisation", _("编写单位")), "text")
    panels, related = (ChapterQuestion,), ("region",)
    actions = (
        Add(
            label=_("添加一章"),
            service=lambda call: learning.save_chapter(Chapter(), call.post, call.data),
            fields=FIELDS,
        ),
        Action(
            key="change",
            label=_("修改"),
            service=lambda call: learning.save_chapter(call.row, call.post, call.data),
            fields=FIELDS,
            is_for=is_own,
            whose=WHOSE,
        ),
        Action(
            key="question",
            label=_("出题"),
            icon="plus",
            service=lambda call: learning.add_question(
                call.pk,
                call.post,
                call.data["text"],
                call.data["options"].splitlines(),
                call.data["answer"] - 1,
            ),
            form=ChapterQuestionForm,
            is_for=is_own,
            whose=WHOSE,
            button=_("添加"),
            done=_("已添加。"),
            panel="chapter-question",
        ),
    )


class ChapterQuestionRegister(Register):
    """Questions of a chapter, shown to those who write them."""

    model, room, permission, tab = ChapterQuestion, ROOM, "promise", "learning"
    key, prefix = "chapter-question", "learning/questions/"
    parent, has_page, has_list = "chapter", False, False
    empty = _("还没有试题。")
    actions = (
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: learning.drop_question(call.pk, call.post),
            is_for=is_own,
            whose=WHOSE,
            done=_("已删除。"),
        ),
    )

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        """Who is to be tested does not read the answers."""
        return super().panel(parent, post, acts) if acts else None

    def item(self, row: Any, post: Post) -> ListItem:
        options = "；".join(
            f"{'✓ ' if n == row.answer else ''}{text}" for n, text in enumerate(row.options)
        )
        return ListItem(row.text, "", options, acts=self.acts(row, post))


CHAPTERS = ChapterRegister()
QUESTIONS = ChapterQuestionRegister()
