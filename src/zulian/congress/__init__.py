"""Congresses (代表大会、换届), section 一: the rules so far."""
