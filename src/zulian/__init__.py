"""组联通 zulian: the organisation work of China's Disabled Persons' Federations."""

# The one place of the version, of the next one until it is released: pyproject.toml, `zulian --version`, the wheel read it.
__version__ = "0.3.0.dev0"
