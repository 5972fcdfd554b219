from django.urls import path

from zulian.cadres import views
from zulian.cadres.registers import files, reserve, trainings

app_name = "cadres"
urlpatterns = [
    *files.CADRES.urls(),
    path("compare/", views.compare, name="cadre-compare"),
    path("<id:pk>/paper/", views.paper, name="cadre-paper"),
    *files.ENTRIES.urls(),
    *trainings.TRAININGS.urls(),
    *reserve.RESERVES.urls(),
    path("reserve/structure/", views.structure, name="reserve-structure"),
    path("reserve/paper/", views.reserve_paper, name="reserve-paper"),
    *reserve.EVALUATIONS.urls(),
]
