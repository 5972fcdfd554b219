"""The picture of a round: how far the congresses of each county have come, the late ones apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.congress.models import CongressState
from zulian.congress.services.wave import Wave, tally
from zulian.foundation.pictures import Line, Look, Part, Picture

# What a tally calls them, with how they are drawn: done as full, late as nothing else is.
STATES = {
    CongressState.FILED: Part(_("已归档"), Look.FULL),
    CongressState.HELD: Part(_("已召开"), Look.HATCH),
    CongressState.PREPARING: Part(_("筹备中"), Look.DOTS),
    "late": Part(_("逾期"), Look.LATE),
}


def of_waves(waves: Sequence[Wave]) -> list[Picture]:
    """One bar for each county, its own congress and those of its townships; none for a township, which has one congress."""
    lines = []
    for wave in waves:
        counted = tally([*wave.townships, *([wave.own] if wave.own else [])])
        url = f"{reverse('congress:wave')}?under={wave.place.code}"
        lines.append(Line(wave.place.name, [counted[state] for state in STATES], url))
    title = _("各县（区）及所辖乡镇（街道）换届进度")
    return [Picture(title, tuple(STATES.values()), lines, is_share=True)] if len(lines) > 1 else []
