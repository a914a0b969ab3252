"""What a listing must say of the objects that were made."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from comparison.ends import Holder, Known
from comparison.failure import MeasurementError

Listed = Mapping[str, Any]  # an entry of `objects`


def compare_with_listing(made: Sequence[Known], lines: Sequence[str]) -> None:
    """Raise MeasurementError unless `ls --json` tells just what was made.

    Other objects may be there, but none of these kinds that is held by one of
    these processes.
    """
    try:
        entries = by_address(json.loads("".join(lines))["objects"])
        for known in made:
            compare(known, entries.pop(known.address, []))
        refuse_others(made, entries)
    except (AttributeError, KeyError, TypeError, ValueError) as failure:
        wrong(f"not in the documented form: {failure!r}")


def by_address(objects: Iterable[Listed]) -> dict[str, list[Listed]]:
    """Return the entries that each address has."""
    entries: defaultdict[str, list[Listed]] = defaultdict(list)
    for entry in objects:
        entries[entry["address"]].append(entry)
    return entries


def compare(known: Known, entries: Sequence[Listed]) -> None:
    """See that an object has one entry, which says what is known."""
    address = known.address
    if len(entries) != 1:
        wrong(f"{address} is there {len(entries)} times")
    for member, value in known.members.items():
        told = entries[0][member]
        if told != value:
            wrong(f"`{member}` of {address} is {told!r}, not {value!r}")
    holders = holders_of(entries[0])
    if Counter(holders) != Counter(known.holders):
        who, truth = named(holders), named(known.holders)
        wrong(f"{address} is held by {who}, and in truth by {truth}")


def refuse_others(
    made: Sequence[Known], others: Mapping[str, Sequence[Listed]]
) -> None:
    """See that the processes hold nothing but what was made."""
    kinds = {known.members["kind"] for known in made}
    pids = {holder.pid for known in made for holder in known.holders}
    for address, entries in others.items():
        for entry in entries:
            if entry["kind"] not in kinds:
                continue
            for holder in holders_of(entry):
                if holder.pid in pids:
                    wrong(f"{address} is not held by process {holder.pid}")


def holders_of(entry: Listed) -> list[Holder]:
    """Return the holders that an entry names."""
    return [
        Holder(holder["pid"], holder["fd"], holder["access"])
        for holder in entry["holders"] or ()
    ]


def named(holders: Iterable[Holder]) -> str:
    """Spell holders out, for an error."""
    names = (f"{pid}:{fd}:{access}" for pid, fd, access in holders)
    return ", ".join(names) or "nobody"


def wrong(what: str) -> NoReturn:
    """Raise the error that the check has failed."""
    raise MeasurementError(f"ipctool is wrong: `ls --json`: {what:.300}")
