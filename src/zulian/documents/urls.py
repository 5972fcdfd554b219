"""Addresses of the documents room."""

from django.urls import path

from zulian.documents import views

app_name = "documents"
urlpatterns = [path("<id:pk>/", views.download, name="download")]
