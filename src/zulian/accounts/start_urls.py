"""Addresses of a site's beginning."""

from django.urls import path

from zulian.accounts import beginning_pages
from zulian.accounts import start_pages as views

app_name = "start"
urlpatterns = [
    path("", views.code, name="code"),
    path("place/", views.place, name="place"),
    path("place/<str:code>/", views.admins, name="admins"),
    path("list/", beginning_pages.steps, name="list"),
    path("list/away/", beginning_pages.put_away, name="put-away"),
    path("list/keys/", beginning_pages.keep_keys, name="keep-keys"),
]
