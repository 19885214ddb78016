"""Is a profile sound? Its ontology by an OWL reasoner, its terms, mapping, shapes and queries against one another."""

from kg.check.finding import Finding
from kg.check.lint import lint_profile
from kg.check.reasoner import reason

__all__ = ["Finding", "lint_profile", "reason"]
