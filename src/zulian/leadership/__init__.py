"""Leadership (领导班子): offices of federations, their terms, inspections: what several wings stand on."""
