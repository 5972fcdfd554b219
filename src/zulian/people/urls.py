"""Addresses of the people room."""

from django.urls import path

from zulian.people import views

app_name = "people"
urlpatterns = [
    path("", views.index, name="list"),
    path("add/", views.add, name="add"),
    path("<id:pk>/", views.detail, name="detail"),
    path("<id:pk>/correct/", views.correct, name="correct"),
    path("<id:pk>/reveal/", views.reveal, name="reveal"),
    path("<id:pk>/relatives/add/", views.relative_add, name="relative-add"),
    path("relatives/<id:pk>/remove/", views.relative_remove, name="relative-remove"),
    path("<id:pk>/consent/", views.consent, name="consent"),
    path("<id:pk>/photo/", views.photo, name="photo"),
    path("<id:pk>/merge/", views.merge, name="merge"),
    path("<id:pk>/unmerge/", views.unmerge, name="unmerge"),
    path("<id:pk>/close/", views.close, name="close"),
    path("<id:pk>/file/", views.file, name="file"),
]
