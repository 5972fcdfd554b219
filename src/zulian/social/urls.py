from django.urls import path

from zulian.social.registers import contracts, organisations, purchases
from zulian.social.views import keys, public
from zulian.social.views import organisations as views

app_name = "social"
KEY = "<slug:key>"
urlpatterns = [
    *organisations.ORGANISATIONS.urls(),
    path("<id:pk>/steps/<slug:key>/", views.step, name="organisation-step"),
    *organisations.INSPECTIONS.urls(),
    *organisations.SUPPORTS.urls(),
    *organisations.STEPS.urls(),
    *purchases.BIDS.urls(),
    *purchases.PURCHASES.urls(),
    *purchases.CRITERIA.urls(),
    *purchases.JUDGES.urls(),
    *contracts.CONTRACTS.urls(),
    *contracts.MILESTONES.urls(),
    *contracts.PEOPLE_SERVED.urls(),
    # For everybody
    path("public/", public.index, name="public"),
    path("public/<id:pk>/", public.organisation, name="public-organisation"),
    path("public/purchases/<id:pk>/", public.purchase, name="public-purchase"),
    path("easy/", public.easy, name="easy"),
    path("easy/<id:pk>/", public.easy_organisation, name="easy-organisation"),
    path("easy/purchases/<id:pk>/", public.easy_purchase, name="easy-purchase"),
    # Whose key it is
    path(f"mine/{KEY}/", public.mine, name="mine"),
    path(f"mine/{KEY}/change/", public.mine_change, name="mine-change"),
    path(f"mine/{KEY}/bids/<id:pk>/", public.mine_bid, name="mine-bid"),
    path(f"mine/{KEY}/milestones/<id:pk>/", public.mine_deliver, name="mine-deliver"),
    path(f"judging/{KEY}/", keys.judge, name="judging"),
    path(f"said/{KEY}/", keys.served, name="said"),
]
