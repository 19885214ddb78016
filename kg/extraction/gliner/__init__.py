"""Extraction by GLiNER2, a small model on this machine that looks for the labels that it is given."""
