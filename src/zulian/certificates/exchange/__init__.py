"""The national register of holders (国家残疾人人口基础数据库): a port, and the adapter that speaks its interface."""
