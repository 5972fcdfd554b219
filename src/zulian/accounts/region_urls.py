"""Addresses of the divisions."""

from django.urls import path

from zulian.accounts import region_views as views

app_name = "regions"
urlpatterns = [
    path("", views.index, name="list"),
    path("pick/", views.pick, name="pick"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/rename/", views.rename, name="rename"),
    path("<str:code>/merge/", views.merge, name="merge"),
]
