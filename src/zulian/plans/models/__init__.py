"""What the plans keep: circulars with their clauses and tasks, and the work on them from level to level."""

from zulian.plans.models.assignment import (
    OPEN,
    WAITING,
    Assignment,
    AssignmentQuerySet,
    Report,
    ReportFigure,
    State,
    overdue_on,
)
from zulian.plans.models.chain import IncomingPaper, IssuedBulletin, Note, SpotCheck, SpotCheckItem
from zulian.plans.models.plan import CUT_OFF, Circular, Clause, Result, Task, TaskTarget
from zulian.plans.models.requests import ChangeRequest, Notice, NoticeTask

__all__ = [
    "CUT_OFF",
    "OPEN",
    "WAITING",
    "Assignment",
    "AssignmentQuerySet",
    "ChangeRequest",
    "Circular",
    "Clause",
    "IncomingPaper",
    "IssuedBulletin",
    "Note",
    "Notice",
    "NoticeTask",
    "Report",
    "ReportFigure",
    "Result",
    "SpotCheck",
    "SpotCheckItem",
    "State",
    "Task",
    "TaskTarget",
    "overdue_on",
]
