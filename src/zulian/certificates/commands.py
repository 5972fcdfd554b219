"""Commands of the certificates room."""

from __future__ import annotations

import argparse


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `cards numbers` to the command line."""
    cards = commands.add_parser("cards", help="the register of certificates").add_subparsers(
        metavar="ACTION", required=True
    )
    numbers = cards.add_parser(
        "numbers",
        help="list the cards whose number an earlier version marked without a loss",
    )
    numbers.add_argument("--division", default="", help="the code of one division, or all")
    numbers.add_argument(
        "--in-use", action="store_true", help="leave out cards that have ended already"
    )
    numbers.set_defaults(act=list_doubts)


def list_doubts(chosen: argparse.Namespace) -> int:
    """Print each card with its number and the right one, both masked; status 1 where there are any."""
    from zulian.certificates.rules.cards import mask_number
    from zulian.certificates.services.numbers import doubts
    from zulian.foundation.scopes import EVERYTHING, scope

    count = 0
    with scope(EVERYTHING):
        for doubt in doubts(chosen.division):
            card = doubt.card
            if chosen.in_use and not card.is_live:
                continue
            count += 1
            numbers = f"{mask_number(card.number)} → {mask_number(doubt.right)}"
            where = f"{card.region.name}\t{card.person.name}\t{card.get_state_display()}"
            print(f"{card.pk}\t{where}\t{numbers}\t{doubt.why}")
    print(f"{count} cards to look at" if count else "All numbers count losses")
    return 1 if count else 0
