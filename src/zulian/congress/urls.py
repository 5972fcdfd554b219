from django.urls import path

from zulian.congress.registers.contests import CONTESTS, NOMINEES
from zulian.congress.registers.delegates import DELEGATES, TARGETS, UNITS
from zulian.congress.registers.rounds import CONGRESSES, ROUNDS
from zulian.congress.registers.steps import STEPS
from zulian.congress.views import contests, delegates, meeting, rounds

app_name = "congress"
urlpatterns = [
    path("", rounds.index, name="wave"),
    *ROUNDS.urls(),
    *CONGRESSES.urls(),
    *STEPS.urls(),
    *DELEGATES.urls(),
    *UNITS.urls(),
    *TARGETS.urls(),
    *CONTESTS.urls(),
    *NOMINEES.urls(),
    path("<id:pk>/composition/", delegates.composition, name="congress-composition"),
    path("<id:pk>/relist/", delegates.relist, name="relist"),
    path("<id:pk>/check-in/", meeting.desk, name="congress-check-in"),
    path("<id:pk>/live/", meeting.live, name="live"),
    path("<id:pk>/check/", meeting.check, name="check"),
    path("badge/<slug:code>/", meeting.badge, name="badge"),
    path("<id:pk>/paper/<slug:key>/", meeting.paper, name="paper"),
    path("contest/<id:pk>/ballot/", contests.ballot, name="ballot"),
    path("contest/<id:pk>/result/", contests.result, name="result"),
    path("count/<str:key>/", contests.count, name="count"),
]
