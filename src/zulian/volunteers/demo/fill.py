"""The demo of the volunteers room: a network with holes, volunteers everywhere, needs in every state, a year of activities."""

from __future__ import annotations

import random
from datetime import date

from zulian.foundation.work import unit_of_work
from zulian.volunteers.demo.activities import arrange_activities
from zulian.volunteers.demo.common import SEED
from zulian.volunteers.demo.needs import take_needs
from zulian.volunteers.demo.network import fill_network, hold_meetings
from zulian.volunteers.demo.people import (
    hold_trainings,
    register_people,
    take_applications,
    write_hours,
)
from zulian.volunteers.models import Volunteer


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where volunteers are."""
    if Volunteer.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        fill_network(chance, today)
        hold_meetings(today)
        register_people(chance, today)
        write_hours(chance, today)
        hold_trainings(chance, today)
        arrange_activities(chance, today)
        take_needs(chance, today)
        take_applications(chance, today)
