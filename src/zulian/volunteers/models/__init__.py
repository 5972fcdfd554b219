"""Tables of the volunteers room."""

from zulian.volunteers.models.activities import Activity, Photo, SignUp, Slot
from zulian.volunteers.models.afterwards import Concern, Feedback
from zulian.volunteers.models.codes import Code
from zulian.volunteers.models.needs import HelpNeed, Offer, Service, Stint
from zulian.volunteers.models.network import Decision, Group, Meeting, Member, Unit
from zulian.volunteers.models.registry import Qualification, Registration, Team, Volunteer
from zulian.volunteers.models.training import Trained, Training

__all__ = [
    "Activity",
    "Code",
    "Concern",
    "Decision",
    "Feedback",
    "Group",
    "HelpNeed",
    "Meeting",
    "Member",
    "Offer",
    "Photo",
    "Qualification",
    "Registration",
    "Service",
    "SignUp",
    "Slot",
    "Stint",
    "Team",
    "Trained",
    "Training",
    "Unit",
    "Volunteer",
]
