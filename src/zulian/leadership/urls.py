from django.urls import path

from zulian.leadership import views
from zulian.leadership.registers import OFFICES, TERMS

app_name = "leadership"
urlpatterns = [
    *OFFICES.urls(),
    path("paper/", views.paper, name="leader-paper"),
    *TERMS.urls(),
    path("inspection/<id:pk>/", views.inspection, name="inspection"),
    path("inspection/<id:pk>/admit/", views.admit, name="admit"),
]
