"""Morph-KGC maps the tables by RML, in one process."""

from pathlib import Path

import morph_kgc

config = "[CONFIGURATION]\nna_values=\nnumber_of_processes=1\n[D]\nmappings=mapping.ttl\n"
with Path("peer.nt").open("w", encoding="utf-8") as out:
    out.writelines(f"{triple} .\n" for triple in morph_kgc.materialize_set(config))
