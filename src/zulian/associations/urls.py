from django.urls import path

from zulian.associations.registers import (
    activities,
    bodies,
    cases,
    contacts,
    means,
    meetings,
    people,
    research,
)
from zulian.associations.views import activities as views
from zulian.associations.views import complaints, papers, public

app_name = "associations"
KEY = "<slug:key>"
urlpatterns = [
    *bodies.ASSOCIATIONS.urls(),
    path("<id:pk>/report/", papers.report, name="association-report"),
    *means.STAFF.urls(),
    *means.PAPERS.urls(),
    *means.SPENDINGS.urls(),
    *people.COMMITTEES.urls(),
    *people.SEATS.urls(),
    *people.MEMBERS.urls(),
    *meetings.MEETINGS.urls(),
    path("meetings/<id:pk>/paper/", papers.notice, name="meeting-paper"),
    *meetings.DECISIONS.urls(),
    *contacts.CONTACTS.urls(),
    *contacts.VISITS.urls(),
    *contacts.OPINIONS.urls(),
    *research.ANSWERS.urls(),
    *research.RESEARCH.urls(),
    *research.SURVEYS.urls(),
    path("surveys/<id:pk>/results/", papers.results, name="survey-results"),
    *research.QUESTIONS.urls(),
    *cases.CASES.urls(),
    path("activities/brands/", views.brands, name="brands"),
    *activities.TURNOUTS.urls(),
    *activities.ACTIVITIES.urls(),
    path("photos/<id:pk>/consent/", views.photo_consent, name="photo-consent"),
    *activities.AWARDS.urls(),
    *activities.REVIEWS.urls(),
    path("statistics/", views.statistics, name="statistics"),
    # For everybody
    path("public/", public.index, name="public"),
    path("public/complain/", complaints.complain, name="public-complain"),
    path("public/<id:pk>/", public.association, name="public-association"),
    path("public/activities/<id:pk>/", public.activity, name="public-activity"),
    path("public/photos/<id:pk>/", public.photo, name="public-photo"),
    path("public/surveys/<slug:code>/", public.survey, name="public-survey"),
    path("public/surveys/<slug:code>/thanks/", public.survey_thanks, name="survey-thanks"),
    # The same in easy reading
    path("easy/", public.easy, name="easy"),
    path("easy/complain/", complaints.complain, {"easy": True}, name="easy-complain"),
    path("easy/associations/", public.easy_associations, name="easy-associations"),
    path("easy/activities/", public.easy_activities, name="easy-activities"),
    path("easy/surveys/", public.easy_surveys, name="easy-surveys"),
    path("easy/<id:pk>/", public.easy_association, name="easy-association"),
    path("easy/activities/<id:pk>/", public.easy_activity, name="easy-activity"),
    path("easy/surveys/<slug:code>/", public.survey, {"easy": True}, name="easy-survey"),
    # Whose key it is
    path(f"mine/{KEY}/", complaints.mine, name="mine"),
    path(f"easy/mine/{KEY}/", complaints.easy_mine, name="easy-mine"),
    path(f"mine/{KEY}/say/", complaints.mine_say, name="mine-say"),
    path(f"mine/{KEY}/rate/", complaints.mine_rate, name="mine-rate"),
]
