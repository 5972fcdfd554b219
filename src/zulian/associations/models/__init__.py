"""Tables of the associations room."""

from zulian.associations.models.activities import Activity, Award, Photo, Review, Turnout
from zulian.associations.models.bodies import (
    SHORT,
    Association,
    Budget,
    Kind,
    Paper,
    Spending,
    Staff,
)
from zulian.associations.models.cases import CaseNote, RightsCase
from zulian.associations.models.contacts import Contact, Opinion, Visit
from zulian.associations.models.meetings import Decision, Meeting
from zulian.associations.models.members import Committee, Member, Seat
from zulian.associations.models.research import Answer, Fieldwork, Question, Research, Survey

__all__ = [
    "SHORT",
    "Activity",
    "Answer",
    "Association",
    "Award",
    "Budget",
    "CaseNote",
    "Committee",
    "Contact",
    "Decision",
    "Fieldwork",
    "Kind",
    "Meeting",
    "Member",
    "Opinion",
    "Paper",
    "Photo",
    "Question",
    "Research",
    "Review",
    "RightsCase",
    "Seat",
    "Spending",
    "Staff",
    "Survey",
    "Turnout",
    "Visit",
]
