from django.urls import path

from zulian.grassroots.registers import campaigns, organisations, problems, sheets, standards
from zulian.grassroots.views import campaigns as campaign_views
from zulian.grassroots.views import organisations as organisation_views
from zulian.grassroots.views import sheets as sheet_views
from zulian.grassroots.views import standards as standard_views

app_name = "grassroots"
urlpatterns = [
    path("gaps/", organisation_views.gaps, name="gaps"),
    *organisations.ORGANISATIONS.urls(),
    *standards.STANDARDS.urls(),
    *standards.ITEMS.urls(),
    path("standards/<id:pk>/sheet/", standard_views.sheet, name="standard-sheet"),
    path("standards/<id:pk>/compare/<id:other>/", standard_views.compare, name="standard-compare"),
    *campaigns.CAMPAIGNS.urls(),
    path("campaigns/<id:pk>/heat/", campaign_views.heat, name="heat"),
    path("campaigns/<id:pk>/visits/", campaign_views.visits, name="visits"),
    path("campaigns/<id:pk>/pack/<code:code>/", campaign_views.pack, name="pack"),
    *sheets.SHEETS.urls(),
    path("sheets/<id:pk>/part/<int:number>/", sheet_views.part, name="part"),
    *sheets.MARKS.urls(),
    path("marks/<id:pk>/", sheet_views.mark, name="mark"),
    path("marks/<id:pk>/use/", sheet_views.use, name="mark-use"),
    *sheets.OBJECTIONS.urls(),
    *sheets.EVIDENCE.urls(),
    *problems.PROBLEMS.urls(),
]
