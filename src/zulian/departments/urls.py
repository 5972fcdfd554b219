"""Addresses of other departments and letters to them."""

from django.urls import path

from zulian.departments.registers import DEPARTMENTS, LETTERS, LIAISONS
from zulian.departments.views import paper

app_name = "departments"
urlpatterns = [
    *DEPARTMENTS.urls(),
    *LIAISONS.urls(),
    *LETTERS.urls(),
    path("<id:pk>/paper/", paper, name="letter-paper"),
]
