"""The demo of the congress room: a round in mid-wave, the fifth congresses before it, one township played whole, one county at work."""

from zulian.congress.demo.fill import fill

__all__ = ["fill"]
