"""The demo of the associations room: five in each city and county with their gaps, a year of work, one survey, some cases."""

from zulian.associations.demo.fill import fill

__all__ = ["fill"]
