"""The demo of the grassroots room: the register, the example standards, last year's campaign, this year's under way."""

from zulian.grassroots.demo.fill import fill

__all__ = ["fill"]
