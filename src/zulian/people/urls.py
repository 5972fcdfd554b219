"""Addresses of the people room."""

from django.urls import path

from zulian.people import views
from zulian.people.registers import CONSENTS, PEOPLE, RELATIVES

app_name = "people"
urlpatterns = [
    *PEOPLE.urls(),
    path("<id:pk>/reveal/", views.reveal, name="person-reveal"),
    path("<id:pk>/file/", views.file, name="person-file"),
    path("<id:pk>/looks/", views.looks, name="person-looks"),
    *RELATIVES.urls(),
    *CONSENTS.urls(),
]
