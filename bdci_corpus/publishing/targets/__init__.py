"""Targets: the kinds of place a release is published to, by scheme."""
