"""Registers of grassroots organisations and their assessment."""
