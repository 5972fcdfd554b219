"""The demo of the certificates room: some two thousand invented people, their cards, cases in every state, home visits."""

from zulian.certificates.demo.fill import fill, sign_in_townships

__all__ = ["fill", "sign_in_townships"]
