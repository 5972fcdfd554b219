"""Addresses of the accounts room."""

from django.urls import path

from zulian.accounts import (
    account_pages,
    activation_pages,
    handing_pages,
    saved_pages,
    second_pages,
    views,
)
from zulian.foundation.limits import counting_itself

app_name = "accounts"
urlpatterns = [
    path("sign-in/", counting_itself(views.SignIn.as_view()), name="sign-in"),
    path("sign-in/demo/", counting_itself(views.demo_sign_in), name="demo-sign-in"),
    path("sign-in/code/", counting_itself(second_pages.second), name="second"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("activate/", activation_pages.activate, name="activate"),
    path("stay/", views.stay, name="stay"),
    path("password/", views.password, name="password"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.read_all, name="read-all"),
    path("inbox/<id:pk>/", views.message, name="message"),
    path("posts/<id:pk>/switch/", views.switch, name="switch"),
    path("staff/", views.staff, name="staff"),
    path("staff/add/", views.add_staff, name="staff-add"),
    path("staff/<id:pk>/", views.post, name="post"),
    path("staff/<id:pk>/end/", views.end_post, name="post-end"),
    path("staff/<id:pk>/end-now/", account_pages.end_now, name="post-end-now"),
    path("staff/waiting/", activation_pages.waiting, name="waiting"),
    path("staff/waiting/many/", activation_pages.decide, name="waiting-many"),
    path("staff/letters/", activation_pages.letters, name="letters"),
    path("staff/letters/print/", activation_pages.print_letters, name="letters-print"),
    path("staff/<id:pk>/ask-reset/", account_pages.ask_reset, name="ask-reset"),
    path("staff/<id:pk>/unlock/", views.unlock, name="unlock"),
    path("staff/<id:pk>/stop/", account_pages.stop, name="account-stop"),
    path("staff/<id:pk>/restore/", account_pages.restore, name="account-restore"),
    path("staff/<id:pk>/sessions/end/", account_pages.end_sessions, name="account-end-sessions"),
    path("sessions/", account_pages.sessions, name="sessions"),
    path("sessions/end/", account_pages.end_own, name="session-end"),
    path("second-factor/", second_pages.own, name="second-factor"),
    path("second-factor/begin/", second_pages.begin, name="second-begin"),
    path("second-factor/confirm/", second_pages.confirm, name="second-confirm"),
    path("second-factor/codes/", second_pages.renew, name="second-codes"),
    path("second-factor/drop/", second_pages.drop, name="second-drop"),
    path("views/", saved_pages.save, name="view-save"),
    path("views/<id:pk>/", saved_pages.view, name="view"),
    path("views/<id:pk>/drop/", saved_pages.drop, name="view-drop"),
    path("handed/", handing_pages.handed_list, name="handed-list"),
    path("handed/<slug:kind>/<slug:object_id>/", handing_pages.handed, name="handed"),
    path("handed/<slug:kind>/<slug:object_id>/ask/", handing_pages.ask, name="handed-ask"),
    path("handed/<slug:kind>/<slug:object_id>/show/", handing_pages.show, name="handed-show"),
    path(
        "handed/<slug:kind>/<slug:object_id>/withdraw/",
        handing_pages.withdraw,
        name="handed-withdraw",
    ),
    path("audit/", views.audit, name="audit"),
    path("audit/alarms/", views.alarm_list, name="alarms"),
]
