"""Addresses of the plans room."""

from django.urls import path

from zulian.plans.views import assignments, bulletins, calendars, circulars, closing, supervision

app_name = "plans"
urlpatterns = [
    path("", circulars.index, name="circulars"),
    path("upload/", circulars.upload, name="upload"),
    path("<id:pk>/", circulars.circular, name="circular"),
    path("<id:pk>/review/", circulars.review_page, name="review"),
    path("<id:pk>/compare/", circulars.compare_page, name="compare"),
    path("<id:pk>/head/", circulars.edit_head, name="head-edit"),
    path("<id:pk>/adopt/", circulars.adopt, name="adopt"),
    path("<id:pk>/part/", circulars.make_part, name="make-part"),
    path("<id:pk>/close/", closing.preview, name="close"),
    path("<id:pk>/close/confirm/", closing.confirm, name="close-confirm"),
    path("<id:pk>/results/", closing.results_page, name="results"),
    path("<id:pk>/results/<id:result>/", closing.rows, name="result-rows"),
    path("<id:pk>/carry/", closing.carry, name="carry"),
    path("<id:pk>/matrix/", supervision.matrix, name="matrix"),
    path("<id:pk>/ranking/", supervision.ranking, name="ranking"),
    path("<id:pk>/bulletin/", bulletins.bulletin_page, name="bulletin"),
    path("clauses/<id:pk>/edit/", circulars.edit_clause, name="clause-edit"),
    path("clauses/<id:pk>/indicators/", circulars.pick_indicators, name="clause-indicators"),
    path("clauses/<id:pk>/split/", circulars.split_clause, name="clause-split"),
    path("clauses/<id:pk>/merge/", circulars.merge_clause, name="clause-merge"),
    path("clauses/<id:pk>/task/", circulars.add_task, name="task-add"),
    path("tasks/<id:pk>/edit/", circulars.edit_task, name="task-edit"),
    path("tasks/<id:pk>/remove/", circulars.remove_task, name="task-remove"),
    path("calendar/", calendars.month, name="calendar"),
    path("calendar/key/", calendars.make_key, name="calendar-key"),
    path("calendar/<str:key>.ics", calendars.feed, name="feed"),
    path("reports/", supervision.reports, name="reports"),
    path("requests/", supervision.requests, name="requests"),
    path("notices/", supervision.notices, name="notices"),
    path("notices/<id:pk>/reply/", assignments.reply, name="notice-reply"),
    path("requests/<id:pk>/decide/", assignments.decide, name="decide"),
    path("assignments/", assignments.index, name="assignments"),
    path("assignments/<id:pk>/", assignments.detail, name="assignment"),
    path("assignments/<id:pk>/sign/", assignments.sign, name="assignment-sign"),
    path("assignments/<id:pk>/report/", assignments.report, name="assignment-report"),
    path("assignments/<id:pk>/judge/", assignments.judge, name="assignment-judge"),
    path("assignments/<id:pk>/break-down/", assignments.break_down, name="assignment-break-down"),
    path("assignments/<id:pk>/ask/", assignments.ask, name="assignment-ask"),
    path("assignments/<id:pk>/notice/", assignments.notice, name="assignment-notice"),
]
