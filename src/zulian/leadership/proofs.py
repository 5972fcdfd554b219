"""What proves that somebody holds a post: the paper or the election that the term rests on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.indicators.proofs import Demand, Proof, written

TERM = Demand("leadership/proofs", "term", {"source": Proof(_("任职依据"), written("source"))})
