from django.urls import path

from zulian.leadership.views import inspections, posts

app_name = "leadership"
urlpatterns = [
    path("", posts.index, name="offices"),
    path("paper/", posts.paper, name="leader-paper"),
    path("add/", posts.add, name="office-add"),
    path("<id:pk>/", posts.detail, name="office"),
    path("<id:pk>/abolish/", posts.abolish, name="office-abolish"),
    path("<id:pk>/take/", posts.take, name="office-take"),
    path("terms/", posts.terms, name="terms"),
    path("terms/<id:pk>/source/", posts.source, name="term-source"),
    path("terms/<id:pk>/leave/", posts.leave, name="term-leave"),
    path("inspection/<id:pk>/", inspections.inspection, name="inspection"),
    path("inspection/<id:pk>/admit/", inspections.admit, name="admit"),
]
