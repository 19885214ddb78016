"""What reviewers should look at: the surest row of each entity and item, in the order in which they came."""

from contextlib import closing

from kg.linking.sssom import Mapping as Row
from kg.pipeline.proposals import Proposals


def test_the_surest_row_stays_and_the_first_of_those_as_sure() -> None:
    rows = [
        Row("b", "B", "Q2", confidence=0.5, comment="first"),
        Row("a", "A", "Q1", "one", confidence=0.4, comment="d: … A …"),
        Row("b", "B", "Q2", confidence=0.5, comment="as sure"),
        Row("a", "A", "Q1", "one", confidence=0.6, comment="surer"),
        Row("a", "A", None),
        Row("a", "A", "Q1", "one", confidence=0.3, comment="less sure"),
    ]
    with closing(Proposals()) as proposals:
        for row in rows:
            proposals.propose(row)
        assert list(proposals.rows()) == [rows[0], rows[3], rows[4]]
