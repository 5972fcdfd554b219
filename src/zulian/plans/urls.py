"""Addresses of the plans room."""

from django.urls import path

from zulian.plans.views import assignments, bulletins, calendars, circulars, supervision

app_name = "plans"
urlpatterns = [
    path("", circulars.index, name="circulars"),
    path("upload/", circulars.upload, name="upload"),
    path("<int:pk>/", circulars.circular, name="circular"),
    path("<int:pk>/review/", circulars.review_page, name="review"),
    path("<int:pk>/compare/", circulars.compare_page, name="compare"),
    path("<int:pk>/head/", circulars.edit_head, name="head-edit"),
    path("<int:pk>/adopt/", circulars.adopt, name="adopt"),
    path("<int:pk>/matrix/", supervision.matrix, name="matrix"),
    path("<int:pk>/ranking/", supervision.ranking, name="ranking"),
    path("<int:pk>/bulletin/", bulletins.bulletin_page, name="bulletin"),
    path("clauses/<int:pk>/edit/", circulars.edit_clause, name="clause-edit"),
    path("clauses/<int:pk>/indicators/", circulars.pick_indicators, name="clause-indicators"),
    path("clauses/<int:pk>/split/", circulars.split_clause, name="clause-split"),
    path("clauses/<int:pk>/merge/", circulars.merge_clause, name="clause-merge"),
    path("clauses/<int:pk>/task/", circulars.add_task, name="task-add"),
    path("tasks/<int:pk>/edit/", circulars.edit_task, name="task-edit"),
    path("tasks/<int:pk>/remove/", circulars.remove_task, name="task-remove"),
    path("calendar/", calendars.month, name="calendar"),
    path("calendar/key/", calendars.make_key, name="calendar-key"),
    path("calendar/<str:key>.ics", calendars.feed, name="feed"),
    path("reports/", supervision.reports, name="reports"),
    path("requests/", supervision.requests, name="requests"),
    path("notices/", supervision.notices, name="notices"),
    path("notices/<int:pk>/reply/", assignments.reply, name="notice-reply"),
    path("requests/<int:pk>/decide/", assignments.decide, name="decide"),
    path("assignments/", assignments.index, name="assignments"),
    path("assignments/<int:pk>/", assignments.detail, name="assignment"),
    path("assignments/<int:pk>/sign/", assignments.sign, name="assignment-sign"),
    path("assignments/<int:pk>/report/", assignments.report, name="assignment-report"),
    path("assignments/<int:pk>/judge/", assignments.judge, name="assignment-judge"),
    path("assignments/<int:pk>/break-down/", assignments.break_down, name="assignment-break-down"),
    path("assignments/<int:pk>/ask/", assignments.ask, name="assignment-ask"),
    path("assignments/<int:pk>/notice/", assignments.notice, name="assignment-notice"),
]
