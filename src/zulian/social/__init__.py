"""Social organisations of and for disabled people (残疾人社会组织) and services bought from them: section 四（五）."""
