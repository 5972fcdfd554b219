"""Addresses of the policies."""

from django.urls import path

from zulian.policies import views

app_name = "policies"
urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:app>/<slug:stem>/<str:key>/", views.figure, name="figure"),
    path("<slug:app>/<slug:stem>/<str:key>/set/", views.choose, name="set"),
]
