"""Addresses of the indicators room."""

from django.urls import path

from zulian.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.index, name="list"),
    path("places/", views.places, name="places"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/failing/", views.failing, name="failing"),
    path("<str:code>/target/", views.target, name="target"),
]
