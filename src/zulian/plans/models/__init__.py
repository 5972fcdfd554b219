"""What the plans keep: circulars with their clauses and tasks, and the work on them from level to level."""

from zulian.plans.models.chain import IncomingPaper, IssuedBulletin, Note, SpotCheck, SpotCheckItem
from zulian.plans.models.plan import (
    OPEN,
    WAITING,
    Assignment,
    AssignmentQuerySet,
    ChangeRequest,
    Circular,
    Clause,
    Notice,
    Report,
    ReportFigure,
    Result,
    State,
    Task,
    TaskTarget,
    overdue_on,
)

__all__ = [
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
