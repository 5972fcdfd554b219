"""The demo of the volunteers room: a network with holes, volunteers everywhere, needs in every state, a year of activities."""

from zulian.volunteers.demo.fill import fill

__all__ = ["fill"]
