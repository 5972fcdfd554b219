"""A register (台账) is declared once, beside its model; list, filters, page of a row, forms, steps and addresses come from it.

See docs/decisions/0005-registers.md and docs/new-register.md.
"""
