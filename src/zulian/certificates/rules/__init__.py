"""Pure rules of disability certificates (残疾人证): numbers, routes and clocks, grading hints. No database here."""
