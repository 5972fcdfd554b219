"""Addresses of a site's beginning."""

from django.urls import path

from zulian.accounts import start_pages as views

app_name = "start"
urlpatterns = [
    path("", views.code, name="code"),
    path("place/", views.place, name="place"),
    path("place/<str:code>/", views.admins, name="admins"),
]
