"""All addresses of the site, room by room."""

from django.urls import include, path

from zulian.accounts import search_pages, views
from zulian.foundation import addresses  # noqa: F401  (makes <id:pk> known)
from zulian.foundation.headers import robots

urlpatterns = [
    path("", views.home, name="home"),
    path("robots.txt", robots, name="robots"),
    path("search/", search_pages.search, name="search"),
    path("search/typed/", search_pages.typed, name="search-typed"),
    path("accounts/", include("zulian.accounts.urls")),
    path("start/", include("zulian.accounts.start_urls")),
    path("help/", include("zulian.accounts.help_urls")),
    path("regions/", include("zulian.accounts.region_urls")),
    path("policies/", include("zulian.policies.urls")),
    path("documents/", include("zulian.documents.urls")),
    path("ledgers/", include("zulian.ledgers.urls")),
    path("indicators/", include("zulian.indicators.urls")),
    path("people/", include("zulian.people.urls")),
    path("certificates/", include("zulian.certificates.urls")),
    path("congress/", include("zulian.congress.urls")),
    path("leadership/", include("zulian.leadership.urls")),
    path("cadres/", include("zulian.cadres.urls")),
    path("commissioners/", include("zulian.commissioners.urls")),
    path("grassroots/", include("zulian.grassroots.urls")),
    path("volunteers/", include("zulian.volunteers.urls")),
    path("associations/", include("zulian.associations.urls")),
    path("social/", include("zulian.social.urls")),
    path("handouts/", include("zulian.handouts.urls")),
    path("departments/", include("zulian.departments.urls")),
    path("statistics/", include("zulian.statistics.urls")),
    path("plans/", include("zulian.plans.urls")),
    path("appraisals/", include("zulian.appraisals.urls")),
]
