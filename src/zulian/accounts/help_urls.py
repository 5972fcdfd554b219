"""Addresses of the manual."""

from django.urls import path

from zulian.accounts import help as manual

app_name = "manual"
urlpatterns = [
    path("", manual.index, name="index"),
    path("<slug:name>/", manual.chapter, name="chapter"),
]
