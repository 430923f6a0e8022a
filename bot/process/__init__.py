"""What every process has: a clock, a log, metrics, a health server."""
