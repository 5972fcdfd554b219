"""Addresses of the people room."""

from django.urls import path

from zulian.people import privacy, views
from zulian.people.registers import CONSENTS, PEOPLE, RELATIVES

app_name = "people"
urlpatterns = [
    path("privacy/", privacy.privacy, name="privacy"),
    *PEOPLE.urls(),
    path("<id:pk>/reveal/", views.reveal, name="person-reveal"),
    path("<id:pk>/file/", views.file, name="person-file"),
    path("<id:pk>/looks/", views.looks, name="person-looks"),
    *RELATIVES.urls(),
    *CONSENTS.urls(),
]
