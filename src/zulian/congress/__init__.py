"""Congresses (代表大会): rounds across the tree, preparation step by step, delegates, the meeting, elections."""
