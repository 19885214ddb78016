"""Real triple stores: spoken to each in its own way, and believed only what was counted.

What is known of each kind of store is data (``kinds.yaml``). A :class:`Store` answers and changes; :func:`load` brings
the documents of a :class:`Spool` into one; the store itself keeps, in a small graph, the hash of what it was given.
"""

from kg.stores.bringing import Loaded
from kg.stores.bulk import Prepared, prepare
from kg.stores.comparing import Difference, compare
from kg.stores.kinds import Kind, kind_named, known_kinds
from kg.stores.ledger import find_graph, read_ledger
from kg.stores.loading import load, retract, unchanged
from kg.stores.local import LocalStore, is_store
from kg.stores.opening import is_address, open_store
from kg.stores.spool import Document, Spool
from kg.stores.store import Store, count_triples

__all__ = [
    "Difference",
    "Document",
    "Kind",
    "Loaded",
    "LocalStore",
    "Prepared",
    "Spool",
    "Store",
    "compare",
    "count_triples",
    "find_graph",
    "is_address",
    "is_store",
    "kind_named",
    "known_kinds",
    "load",
    "open_store",
    "prepare",
    "read_ledger",
    "retract",
    "unchanged",
]
