"""Rows on their way between Spark and the processes of Python: many at a time, as Arrow lays them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

import pyarrow
from pyspark.sql import DataFrame

Columns: TypeAlias = Mapping[str, str]
"""The names of columns, and their types as Arrow names them."""

_SPARK = {"string": "string", "int64": "bigint", "binary": "binary"}
_SIZE = 2**21
_ROWS = 10_000


def mapped(table: DataFrame, function: Callable[[Iterator[Any]], Iterable[Any]], columns: Columns) -> DataFrame:
    """Give what a function makes of the rows of each task."""
    says = ", ".join(f"{name} {_SPARK[kind]}" for name, kind in columns.items())
    return table.mapInArrow(partial(_mapped, function, dict(columns)), says)


def _mapped(function: Any, columns: Columns, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind)) for name, kind in columns.items()])
    for rows in _parcels(function(_rows(batches))):
        columns_of = zip(zip(*rows, strict=True), schema, strict=True)
        arrays = [pyarrow.array(values, field.type) for values, field in columns_of]
        yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def _rows(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _parcels(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Part rows, so that a task never holds many long ones."""
    parcel, size = [], 0
    for row in rows:
        parcel.append(row)
        size += len(row[-1]) if isinstance(row[-1], str | bytes) else 0
        if size > _SIZE or len(parcel) == _ROWS:
            yield parcel
            parcel, size = [], 0
    if parcel:
        yield parcel


def collected(table: DataFrame | None) -> list[Any]:
    """Give all rows of a table, if there is one."""
    return table.collect() if table is not None else []
