"""组联通 zulian: the organisation work of China's Disabled Persons' Federations."""

# The one place of the version: pyproject.toml, `zulian --version` and the wheel read it here.
__version__ = "0.2.0"
