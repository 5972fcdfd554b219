"""Addresses of handouts."""

from django.urls import path

from zulian.handouts.registers import HANDOUTS
from zulian.handouts.views import readers, unread

app_name = "handouts"
urlpatterns = [
    *HANDOUTS.urls(),
    path("<id:pk>/unread/", unread, name="handout-unread"),
    path("<id:pk>/readers/", readers, name="handout-readers"),
]
