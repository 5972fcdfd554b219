"""The list of figures as they are in force at a division."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from zulian.foundation.figures import Figure
from zulian.foundation.policy import title_of
from zulian.policies.services import InForce
from zulian.policies.words import by_words, source_words, standing_words, whose_words


def figure_url(figure: Figure, page: str = "figure") -> str:
    """A page of a figure."""
    app, _slash, stem = figure.policy.partition("/")
    return reverse(f"policies:{page}", args=[app, stem, figure.key])


class FiguresTable(tables.Table):
    """Figures at a division, one a row."""

    title = tables.Column(verbose_name=_("项目"), accessor="figure__title")
    policy = tables.Column(verbose_name=_("政策"), accessor="figure__policy")
    words = tables.Column(verbose_name=_("现行规定"), orderable=False)
    whose = tables.Column(verbose_name=_("谁定的"), accessor="version", orderable=False)
    since = tables.Column(verbose_name=_("执行日期"))
    standing = tables.Column(verbose_name=_("出处"), accessor="version", orderable=False)
    source = tables.Column(verbose_name=_("依据"), accessor="version", orderable=False)
    settable = tables.Column(
        verbose_name=_("可由谁设定"), accessor="is_fixed", orderable=False, empty_values=()
    )

    def render_policy(self, value: str) -> str:
        return title_of(value)

    def render_title(self, value: str, record: InForce) -> str:
        return format_html('<a href="{}">{}</a>', figure_url(record.figure), value)

    def value_title(self, value: str) -> str:
        return value

    def render_whose(self, record: InForce) -> str:
        return whose_words(record)

    def render_standing(self, record: InForce) -> str:
        return standing_words(record)

    def render_source(self, record: InForce) -> str:
        return source_words(record)

    def render_settable(self, record: InForce) -> str:
        return by_words(record)
