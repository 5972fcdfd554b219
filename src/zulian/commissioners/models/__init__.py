"""Tables of the commissioners room."""

from zulian.commissioners.models.appraisal import Appraisal, Opinion, Period
from zulian.commissioners.models.archive import Commissioner, Contract, Position, Record, Tenure
from zulian.commissioners.models.pay import Payment, Rate
from zulian.commissioners.models.recruitment import Applicant, Recruitment
from zulian.commissioners.models.training import Attendance, Course, Material, Question, Session
from zulian.commissioners.models.work import Log, Need

__all__ = [
    "Applicant",
    "Appraisal",
    "Attendance",
    "Commissioner",
    "Contract",
    "Course",
    "Log",
    "Material",
    "Need",
    "Opinion",
    "Payment",
    "Period",
    "Position",
    "Question",
    "Rate",
    "Record",
    "Recruitment",
    "Session",
    "Tenure",
]
