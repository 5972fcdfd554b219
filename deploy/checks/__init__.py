"""What deploy/ ships, tried out; run by deploy/check.sh."""
