"""Measurements, each a program: ``python -m benchmarks.NAME``. None is a test."""
