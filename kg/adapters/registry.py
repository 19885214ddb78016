"""Which formats there are: ours and those that other packages declare, as entry points of the group ``kg.adapters``."""

from importlib.metadata import entry_points

from kg.adapters.found import Adapter, ConversionError
from kg.errors import KgError

GROUP = "kg.adapters"


def adapter_names() -> list[str]:
    """Name all formats, in order."""
    return sorted({one.name for one in entry_points(group=GROUP)})


def find_adapter(name: str) -> Adapter:
    """Find a format by its name.

    :raises ConversionError: if there is none of the name, or what is declared is no adapter.
    :raises ModuleNotFoundError: if it needs a library that is not installed.
    """
    found = [one for one in entry_points(group=GROUP) if one.name == name]
    if not found:
        raise ConversionError(f"there is no format {name!r:.60}", hint=f"known: {', '.join(adapter_names())}")
    if len({one.value for one in found}) > 1:
        values = ", ".join(sorted(one.value for one in found))
        raise ConversionError(f"several packages declare the format {name!r:.60}: {values}", hint="remove one")
    adapter = found[0].load()
    if not all(hasattr(adapter, each) for each in ("endings", "shape", "read")):
        raise KgError(f"{found[0].value} is no adapter", hint="it needs endings, shape() and read()")
    checked: Adapter = adapter
    return checked
