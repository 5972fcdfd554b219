"""Leadership (领导班子): posts of federations, their terms, inspections: what several wings stand on."""
