"""Addresses of the certificates room."""

from django.urls import path

from zulian.accounts.open_places import open_places
from zulian.certificates.registers.cards import CARDS
from zulian.certificates.registers.cases import CASES
from zulian.certificates.registers.exchange import CHECKS
from zulian.certificates.registers.home_asks import HOME_ASKS
from zulian.certificates.registers.learning import CHAPTERS, QUESTIONS
from zulian.certificates.registers.leaving import DEATHS, DEPARTURES
from zulian.certificates.registers.objections import OBJECTIONS
from zulian.certificates.registers.promises import SIGNATURES, TEXTS
from zulian.certificates.registers.setup import ASSESSORS, DESKS, HOSPITALS
from zulian.certificates.registers.visits import REQUESTS, ROUNDS, TEAMS
from zulian.certificates.views import (
    across,
    assess,
    cards,
    cases,
    counter,
    learning,
    portrait,
    promises,
    public,
    visits,
)

app_name = "certificates"
urlpatterns = [
    path("counter/", counter.index, name="counter"),
    path("counter/register/", counter.register, name="counter-register"),
    path("counter/come/", counter.come, name="counter-come"),
    path("counter/across/<str:token>/", across.index, name="across"),
    path("counter/across/<str:token>/<slug:kind>/", across.start, name="across-start"),
    path("counter/<id:pk>/", counter.person, name="counter-person"),
    path("counter/<id:pk>/<slug:kind>/", counter.start, name="start"),
    *CASES.urls(),
    path("portrait/<str:token>/", portrait.portrait, name="portrait"),
    path("cases/<id:pk>/forms/", cases.forms_out, name="case-forms"),
    path("cases/<id:pk>/letter/", cases.letter, name="case-letter"),
    *OBJECTIONS.urls(),
    path("orders/", assess.index, name="orders"),
    path("orders/<id:pk>/", assess.assess, name="assess"),
    *CARDS.urls(),
    *CHECKS.urls(),
    *DEATHS.urls(),
    *DEPARTURES.urls(),
    path("expiring/", cards.expiring, name="expiring"),
    path("expiring/notices/", cards.notices, name="expiry-notices"),
    path("holders/", cards.holders, name="holders"),
    path("times/", cards.times, name="times"),
    path("board/<code:code>/", public.board, name="board"),
    path("public/", public.index, name="public"),
    path("public/places/", open_places, name="public-places"),
    path("public/progress/", public.progress, name="public-progress"),
    path("public/check/", public.check, name="public-check"),
    path("public/materials/", public.materials, name="public-materials"),
    path("public/home/", public.home, name="public-home"),
    path("public/home/<slug:key>/", public.asked, name="public-asked"),
    path("promises/", promises.index, name="promises"),
    path("promises/sign/", promises.mine, name="promise-mine"),
    path("promises/paper/", promises.paper, name="promise-paper"),
    *TEXTS.urls(),
    *SIGNATURES.urls(),
    path("promises/texts/<id:pk>/sign/", promises.sign, name="promise-sign"),
    path("learning/", learning.index, name="learning"),
    path("learning/test/", learning.test, name="learning-test"),
    path("learning/sample/", learning.sample, name="learning-sample"),
    path("learning/licences/", learning.licences, name="licences"),
    *CHAPTERS.urls(),
    *QUESTIONS.urls(),
    *REQUESTS.urls(),
    *HOME_ASKS.urls(),
    path("visits/ask/<id:pk>/", visits.ask, name="visit-ask"),
    *TEAMS.urls(),
    *ROUNDS.urls(),
    path("visits/rounds/<id:pk>/sheets/", visits.route_sheets, name="round-sheets"),
    path("visits/field/<id:pk>/<id:team>/", visits.field, name="field"),
    path("visits/field/sync/", visits.sync, name="field-sync"),
    path("visits/field/worker.js", visits.worker, name="field-worker"),
    path("visits/field/app.webmanifest", visits.manifest, name="field-manifest"),
    path("visits/stops/<id:pk>/", visits.stop, name="stop"),
    *HOSPITALS.urls(),
    *ASSESSORS.urls(),
    *DESKS.urls(),
]
