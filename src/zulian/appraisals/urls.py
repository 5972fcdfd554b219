"""Addresses of yearly appraisal."""

from django.urls import path

from zulian.appraisals.registers import ITEMS, SCHEMES
from zulian.appraisals.result_registers import RESULTS, SCORES
from zulian.appraisals.views import paper, summary

app_name = "appraisals"
urlpatterns = [
    *SCHEMES.urls(),
    *ITEMS.urls(),
    *RESULTS.urls(),
    *SCORES.urls(),
    path("schemes/<id:pk>/summary/", summary, name="scheme-summary"),
    path("results/<id:pk>/paper/", paper, name="result-paper"),
]
