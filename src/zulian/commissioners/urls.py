from django.urls import path

from zulian.commissioners.registers.appraisal import APPRAISALS, OPINIONS, PERIODS
from zulian.commissioners.registers.archive import (
    COMMISSIONERS,
    CONTRACTS,
    POSITIONS,
    RECORDS,
    TENURES,
)
from zulian.commissioners.registers.pay import PAYMENTS, RATES
from zulian.commissioners.registers.recruitment import APPLICANTS, RECRUITMENTS
from zulian.commissioners.registers.training import (
    ATTENDANCES,
    COURSES,
    MATERIALS,
    QUESTIONS,
    SESSIONS,
)
from zulian.commissioners.registers.work import LOGS, NEEDS
from zulian.commissioners.views import archive, pay, training, work

app_name = "commissioners"
REGISTERS = (
    *(
        COMMISSIONERS,
        CONTRACTS,
        RECORDS,
        POSITIONS,
        TENURES,
        RECRUITMENTS,
        APPLICANTS,
        PAYMENTS,
        RATES,
    ),
    *(
        PERIODS,
        APPRAISALS,
        OPINIONS,
        COURSES,
        SESSIONS,
        QUESTIONS,
        MATERIALS,
        ATTENDANCES,
        LOGS,
        NEEDS,
    ),
)
urlpatterns = [
    *(pattern for register in REGISTERS for pattern in register.urls()),
    path("<id:pk>/paper/", archive.paper, name="commissioner-paper"),
    path("pay/arrears/", pay.arrears, name="arrears"),
    path("training/sessions/<id:pk>/code/", training.session_code, name="session-code"),
    path("training/sign-in/<slug:code>/", training.sign_in, name="sign-in"),
    path("training/attendances/<id:pk>/test/", training.test, name="attendance-test"),
    path(
        "training/attendances/<id:pk>/certificate/",
        training.certificate,
        name="attendance-certificate",
    ),
    path("log/write/", work.write, name="log-write"),
]
