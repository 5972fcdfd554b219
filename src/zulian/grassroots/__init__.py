"""Grassroots organisations (基层组织): their register, the standard they are checked by, campaigns, problems."""
