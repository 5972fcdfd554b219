"""Addresses of the ledgers room."""

from django.urls import path

from zulian.ledgers import answering, views

app_name = "ledgers"
urlpatterns = [
    path("", views.index, name="list"),
    path("imports/", views.imports, name="imports"),
    path("imports/<id:pk>/", views.detail, name="detail"),
    path("imports/<id:pk>/agree/", views.agree, name="agree"),
    path("imports/<id:pk>/columns/", answering.columns, name="columns"),
    path("imports/<id:pk>/answer/", answering.answer, name="answer"),
    path("imports/<id:pk>/forget/", answering.forget, name="forget"),
    path("imports/<id:pk>/sheets/", answering.sheets, name="sheets"),
    path("imports/<id:pk>/drop/", views.drop, name="drop"),
    path("imports/<id:pk>/revert/", views.revert, name="revert"),
    path("imports/<id:pk>/refused/", views.refused, name="refused"),
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<id:pk>/", views.job, name="job"),
    path("jobs/<id:pk>/progress/", views.progress, name="progress"),
    path("jobs/<id:pk>/stop/", views.stop, name="stop"),
    path("jobs/<id:pk>/file/", views.file, name="file"),
    path("<slug:key>/template/", views.template, name="template"),
    path("<slug:key>/import/", views.take_in, name="import"),
    path("<slug:key>/export/", views.take_out, name="export"),
]
