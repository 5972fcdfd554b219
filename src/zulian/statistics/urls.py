"""Addresses of statistical returns."""

from django.urls import path

from zulian.statistics.registers import FILINGS
from zulian.statistics.views import beside, forms, workbook

app_name = "statistics"
urlpatterns = [
    *FILINGS.urls(),
    path("forms/", forms, name="forms"),
    path("<id:pk>/workbook/", workbook, name="filing-workbook"),
    path("<id:pk>/compared/", beside, name="filing-compared"),
]
