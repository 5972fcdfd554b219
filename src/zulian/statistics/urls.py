"""Addresses of statistical returns."""

from django.urls import path

from zulian.statistics.own_form_registers import OWN_FORMS
from zulian.statistics.registers import FILINGS
from zulian.statistics.views import beside, forms, preview, workbook

app_name = "statistics"
urlpatterns = [
    *FILINGS.urls(),
    *OWN_FORMS.urls(),
    path("own-forms/<id:pk>/preview/", preview, name="own-form-preview"),
    path("forms/", forms, name="forms"),
    path("<id:pk>/workbook/", workbook, name="filing-workbook"),
    path("<id:pk>/compared/", beside, name="filing-compared"),
]
