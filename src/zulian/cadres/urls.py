from django.urls import path

from zulian.cadres.views import files, posts, reserve

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
    path("inspection/<id:pk>/", files.inspection, name="inspection"),
    path("inspection/<id:pk>/admit/", files.admit, name="admit"),
    path("<id:pk>/nominate/", reserve.nominate, name="nominate"),
    path("reserve/", reserve.index, name="reserves"),
    path("reserve/structure/", reserve.structure, name="structure"),
    path("reserve/paper/", reserve.paper, name="reserve-paper"),
    path("reserve/<id:pk>/", reserve.detail, name="reserve"),
    path("reserve/<id:pk>/<slug:key>/", reserve.step, name="reserve-step"),
    path("offices/", posts.index, name="offices"),
    path("offices/paper/", posts.paper, name="leader-paper"),
    path("offices/establish/", posts.establish, name="establish"),
    path("offices/add/", posts.add, name="office-add"),
    path("offices/<id:pk>/", posts.detail, name="office"),
    path("offices/<id:pk>/abolish/", posts.abolish, name="office-abolish"),
    path("offices/<id:pk>/take/", posts.take, name="office-take"),
    path("terms/", posts.terms, name="terms"),
    path("terms/<id:pk>/leave/", posts.leave, name="term-leave"),
]
