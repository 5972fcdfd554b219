"""The demo: invented people at each level of Fuxin, one plan in mid-year and one of last year, every register filled."""

from zulian.plans.demo.accounts import PASSWORD, Account, DemoRefused
from zulian.plans.demo.fill import fill, plan_stages, stages

__all__ = ["PASSWORD", "Account", "DemoRefused", "fill", "plan_stages", "stages"]
