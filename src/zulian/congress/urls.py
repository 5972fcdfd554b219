from django.urls import path

from zulian.congress.registers.delegates import DELEGATES, UNITS
from zulian.congress.registers.rounds import CONGRESSES, ROUNDS, STEPS
from zulian.congress.views import contests, delegates, meeting, rounds

app_name = "congress"
urlpatterns = [
    path("", rounds.index, name="wave"),
    *ROUNDS.urls(),
    *CONGRESSES.urls(),
    *STEPS.urls(),
    *DELEGATES.urls(),
    *UNITS.urls(),
    path("<id:pk>/quota/", delegates.quota, name="quota"),
    path("<id:pk>/units/", delegates.units_from_below, name="units"),
    path("<id:pk>/unit/", delegates.unit_add, name="unit-add"),
    path("<id:pk>/share/", delegates.share_out, name="share"),
    path("<id:pk>/target/", delegates.target, name="target"),
    path("<id:pk>/delegates/", delegates.index, name="delegates"),
    path("<id:pk>/delegates/add/", delegates.add, name="delegate-add"),
    path("<id:pk>/delegates/pass/", delegates.pass_all, name="pass-all"),
    path("<id:pk>/delegates/elect/", delegates.elect_all, name="elect-all"),
    path("<id:pk>/composition/", delegates.composition, name="composition"),
    path("<id:pk>/relist/", delegates.relist, name="relist"),
    path("<id:pk>/check-in/", meeting.desk, name="check-in"),
    path("<id:pk>/live/", meeting.live, name="live"),
    path("<id:pk>/check/", meeting.check, name="check"),
    path("badge/<slug:code>/", meeting.badge, name="badge"),
    path("<id:pk>/seats/", meeting.seats, name="seats"),
    path("<id:pk>/paper/<slug:key>/", meeting.paper, name="paper"),
    path("<id:pk>/contests/", contests.index, name="contests"),
    path("<id:pk>/contests/add/", contests.add, name="contest-add"),
    path("contest/<id:pk>/", contests.detail, name="contest"),
    path("contest/<id:pk>/nominee/", contests.nominee_add, name="nominee-add"),
    path("nominee/<id:pk>/drop/", contests.nominee_drop, name="nominee-drop"),
    path("nominee/<id:pk>/inspect/", contests.nominee_inspect, name="nominee-inspect"),
    path("contest/<id:pk>/step/<slug:key>/", contests.step, name="contest-step"),
    path("contest/<id:pk>/again/", contests.again, name="again"),
    path("contest/<id:pk>/ballot/", contests.ballot, name="ballot"),
    path("contest/<id:pk>/result/", contests.result, name="result"),
    path("count/<str:key>/", contests.count, name="count"),
]
