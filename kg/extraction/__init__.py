"""From news text to records, by an English language model and rules over it."""
