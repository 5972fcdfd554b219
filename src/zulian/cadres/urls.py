from django.urls import path

from zulian.cadres.views import files, reserve

app_name = "cadres"
urlpatterns = [
    path("", files.index, name="list"),
    path("add/", files.add, name="add"),
    path("compare/", files.compare, name="compare"),
    path("<id:pk>/", files.detail, name="cadre"),
    path("<id:pk>/change/", files.change, name="change"),
    path("<id:pk>/verify/", files.verify, name="verify"),
    path("<id:pk>/entry/", files.entry_add, name="entry-add"),
    path("entry/<id:pk>/drop/", files.entry_drop, name="entry-drop"),
    path("<id:pk>/training/", files.training_plan, name="training-plan"),
    path("training/<id:pk>/done/", files.training_done, name="training-done"),
    path("trainings/", files.trainings, name="trainings"),
    path("<id:pk>/paper/", files.paper, name="paper"),
    path("<id:pk>/inspect/", files.inspect, name="inspect"),
    path("<id:pk>/nominate/", reserve.nominate, name="nominate"),
    path("reserve/", reserve.index, name="reserves"),
    path("reserve/structure/", reserve.structure, name="structure"),
    path("reserve/paper/", reserve.paper, name="reserve-paper"),
    path("reserve/<id:pk>/", reserve.detail, name="reserve"),
    path("reserve/<id:pk>/<slug:key>/", reserve.step, name="reserve-step"),
]
