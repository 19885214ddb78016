"""Which Wikidata item an entity is, or that it is none: an index on disk, a decision, a reviewer's word."""
