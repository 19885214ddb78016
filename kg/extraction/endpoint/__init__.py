"""Extraction by a language model behind an OpenAI-compatible endpoint: asked for a record, checked against the text."""
