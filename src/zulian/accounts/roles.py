"""Roles (岗位) and what each may do. Who may act *where* is the jurisdiction's part, not this file's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The kinds of post; system, security and audit administrators are kept apart and see no business data."""

    NATIONAL_OFFICER = "national_officer", _("中国残联组联干部")
    PROVINCE_OFFICER = "province_officer", _("省残联组联干部")
    CITY_OFFICER = "city_officer", _("市残联组联干部")
    COUNTY_OFFICER = "county_officer", _("县（区）残联干部")
    TOWNSHIP_OFFICER = "township_officer", _("乡镇（街道）残联干部")
    COMMISSIONER = "commissioner", _("村（社区）专职委员")
    CERTIFICATE_CLERK = "certificate_clerk", _("办证员")
    REVIEWER = "reviewer", _("残疾人证审核员")
    ASSESSOR = "assessor", _("评定医生")
    ASSOCIATION_OFFICER = "association_officer", _("专门协会工作人员")
    STATION_LEADER = "station_leader", _("志愿者联络站负责人")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ROLE_NAMES = dict(Role.choices)
ISSUERS = frozenset({Role.PROVINCE_OFFICER, Role.CITY_OFFICER, Role.COUNTY_OFFICER})
OFFICERS = ISSUERS | {Role.TOWNSHIP_OFFICER, Role.COMMISSIONER}
SPECIALISTS = frozenset(
    {
        Role.CERTIFICATE_CLERK,
        Role.REVIEWER,
        Role.ASSESSOR,
        Role.ASSOCIATION_OFFICER,
        Role.STATION_LEADER,
    }
)
ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
EVERYONE = frozenset(Role)
# The office that handles certificates (办证机构): who works in its room, and who only looks in.
CARD_OFFICE = frozenset({Role.CERTIFICATE_CLERK, Role.REVIEWER})
LEADERS = ISSUERS
VOLUNTEER_DESK = frozenset({Role.STATION_LEADER, Role.ASSOCIATION_OFFICER})

# Associations stand at city and county; their office works beside the federation's officers.
ASSOCIATION_DESK = LEADERS | {Role.ASSOCIATION_OFFICER}

# Officers, and the national federation's, who reads what all of them keep and changes nothing.
READERS = OFFICERS | {Role.NATIONAL_OFFICER}
LEADING_READERS = LEADERS | {Role.NATIONAL_OFFICER}

# permission → the roles that hold it
PERMISSIONS: dict[str, frozenset[Role]] = {
    "desk": EVERYONE,
    # What a new site has and what it lacks.
    "start.read": LEADERS | {Role.SYSTEM_ADMIN},
    "plan.read": READERS | SPECIALISTS,
    "plan.write": ISSUERS,
    "plan.supervise": OFFICERS - {Role.COMMISSIONER},
    "assignment.act": OFFICERS,
    "indicator.read": READERS | SPECIALISTS,
    "indicator.target": ISSUERS,
    "person.read": READERS | CARD_OFFICE,
    "person.photo": OFFICERS | CARD_OFFICE | {Role.ASSESSOR},
    "person.write": frozenset({Role.CERTIFICATE_CLERK, Role.COUNTY_OFFICER}),
    "person.reveal": CARD_OFFICE | {Role.COUNTY_OFFICER},
    "person.merge": frozenset({Role.CERTIFICATE_CLERK, Role.COUNTY_OFFICER}),
    "certificate.read": READERS | CARD_OFFICE,
    "certificate.medical": CARD_OFFICE | {Role.COUNTY_OFFICER, Role.ASSESSOR},
    "certificate.counter": frozenset({Role.CERTIFICATE_CLERK}),
    "certificate.assess": frozenset({Role.ASSESSOR}),
    "certificate.review": frozenset({Role.REVIEWER}),
    "certificate.approve": frozenset({Role.COUNTY_OFFICER}),
    # Under the rules before 2018 the city reviews what its counties send up.
    "certificate.city": frozenset({Role.CITY_OFFICER}),
    # Objections: first the city's, then the province's committee.
    "certificate.decide": frozenset({Role.CITY_OFFICER, Role.PROVINCE_OFFICER}),
    "certificate.setup": LEADERS,
    # Leaders in charge at every level sign, those of townships too.
    "promise.read": LEADING_READERS | CARD_OFFICE | {Role.TOWNSHIP_OFFICER},
    "promise.write": LEADERS,
    "visit.read": READERS | CARD_OFFICE,
    "visit.ask": OFFICERS | {Role.CERTIFICATE_CLERK},
    "visit.plan": frozenset({Role.CERTIFICATE_CLERK, Role.COUNTY_OFFICER}),
    "office.read": READERS,
    "office.write": LEADERS,
    # Who takes and leaves the posts of the own federation: townships note it themselves.
    "office.term": OFFICERS - {Role.COMMISSIONER},
    "cadre.read": LEADING_READERS,
    "cadre.write": LEADERS,
    # What is noted of people is for the circle of those who inspect: no reader from outside.
    "inspection.read": LEADERS,
    "congress.read": READERS,
    "congress.write": OFFICERS - {Role.COMMISSIONER},
    "congress.round": LEADERS,
    "commissioner.read": READERS,
    "commissioner.write": frozenset({Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER}),
    "commissioner.pay": frozenset({Role.COUNTY_OFFICER}),
    "commissioner.rate": LEADERS,
    "commissioner.appraise": LEADERS,
    "commissioner.train": OFFICERS - {Role.COMMISSIONER},
    "log.write": frozenset({Role.COMMISSIONER}),
    "need.read": OFFICERS | {Role.CERTIFICATE_CLERK},
    "need.write": OFFICERS | {Role.CERTIFICATE_CLERK},
    "grassroots.read": READERS,
    "grassroots.fill": OFFICERS,
    "grassroots.check": OFFICERS - {Role.COMMISSIONER},
    "grassroots.lead": LEADERS,
    "volunteer.read": READERS | VOLUNTEER_DESK,
    "volunteer.write": (OFFICERS - {Role.COMMISSIONER}) | {Role.STATION_LEADER},
    # What is kept of a unit of the network: of the own village too, for its commissioner is told to set it up.
    "volunteer.unit": OFFICERS | {Role.STATION_LEADER},
    # Taking applications down at the own station; who checks identities and approves holds `volunteer.write`.
    "volunteer.register": OFFICERS | {Role.STATION_LEADER},
    "volunteer.need": OFFICERS | {Role.STATION_LEADER},
    "volunteer.lead": LEADERS,
    "volunteer.activity": (OFFICERS - {Role.COMMISSIONER}) | VOLUNTEER_DESK,
    "volunteer.safeguard": frozenset({Role.COUNTY_OFFICER}),
    "association.read": ASSOCIATION_DESK | {Role.NATIONAL_OFFICER},
    "association.write": ASSOCIATION_DESK,
    "association.lead": LEADERS,
    "association.case": ASSOCIATION_DESK,
    "social.read": ASSOCIATION_DESK | {Role.TOWNSHIP_OFFICER, Role.NATIONAL_OFFICER},
    "social.write": LEADERS,
    # Notices and things to learn: whom they are meant for reads them, and each level sends to its own.
    "handout.read": READERS | SPECIALISTS,
    "handout.write": OFFICERS - {Role.COMMISSIONER},
    # Who has read them and who has not.
    "handout.follow": OFFICERS - {Role.COMMISSIONER},
    # Other departments and letters to them: each office keeps those of its own division, those above look on.
    "department.read": READERS - {Role.COMMISSIONER},
    "department.write": OFFICERS - {Role.COMMISSIONER},
    # Statistical returns: each office fills its own, the one above judges them; leading offices ask for them.
    "statistic.read": READERS - {Role.COMMISSIONER},
    "statistic.write": OFFICERS - {Role.COMMISSIONER},
    "statistic.lead": LEADERS,
    # Figures of policies: read by all who work by them, set by officers of the levels that each figure names.
    "policy.read": READERS | CARD_OFFICE,
    "policy.write": LEADERS,
    "region.read": EVERYONE,
    "region.write": frozenset({Role.SYSTEM_ADMIN}),
    "staff.read": READERS | {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "staff.write": frozenset({Role.SYSTEM_ADMIN}),
    "staff.unlock": frozenset({Role.SECURITY_ADMIN}),
    # Either of the two cuts somebody off at once; to let them in again is not the one's who gives posts.
    "staff.stop": frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    "staff.restore": frozenset({Role.SECURITY_ADMIN}),
    # Who gives posts and who confirms them are two people; so are who asks for a new password and who sends it.
    "staff.confirm": frozenset({Role.SECURITY_ADMIN}),
    # Held by nobody: what came with an offer is read once the call is over and its permission is another.
    "bid.sealed": frozenset(),
    # Held by nobody: exports are given out by their own page alone, to the post that made them.
    "ledger.own": frozenset(),
    # Pages of people without an account: who asked for one is not the one who hands it out.
    "page.hand": OFFICERS - {Role.COMMISSIONER},
    "audit.read": frozenset({Role.AUDIT_ADMIN}),
}


def allowed(role: str, permission: str) -> bool:
    """Whether a role holds a permission; raises KeyError for a permission that does not exist."""
    return Role(role) in PERMISSIONS[permission]


def held_by(role: str) -> list[str]:
    """All permissions that a role holds."""
    return [name for name, roles in PERMISSIONS.items() if Role(role) in roles]
