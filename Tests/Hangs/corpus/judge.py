"""Asks the tool about a scenario, and compares what it says with the label."""

import json
import subprocess
import time

from . import calls
from .label import verdicts

RIGHT, WRONG, UNKNOWN = "right", "wrong", "unknown"


def operands(label, placed):
    for asked in label["ask"]:
        if asked == "--all":
            yield asked
        elif asked.startswith("address:"):
            yield placed.addresses[asked.removeprefix("address:")]
        else:
            yield str(placed.pids[asked])


def ask(tool, label, placed):
    """The document and the exit status; None and what happened where there is no document."""
    command = [tool, "why", "--json", *operands(label, placed)]
    try:
        asked = subprocess.run(command, timeout=60, stdin=subprocess.DEVNULL, capture_output=True)
    except (OSError, subprocess.TimeoutExpired) as failure:
        return None, str(failure)
    try:
        return json.loads(asked.stdout), asked.returncode
    except ValueError:
        said = asked.stderr.decode(errors="replace").strip().splitlines() or ["no JSON"]
        return None, f"status {asked.returncode}: {said[0]}"


def is_weakened(label, document, placed):
    """Whether a descriptor in flight keeps from being proved what the label has as proved: that may be anybody's."""
    if document is None or not any(deadlock["proved"] for deadlock in label["deadlocks"]):
        return False
    pids = set(placed.pids.values())
    return any("in flight" in assumption for deadlock in document["deadlocks"]
               if pids & set(deadlock["pids"]) for assumption in deadlock["assumes"])


def ask_in_peace(tool, label, placed, seconds=60):
    """Asks again while others on the machine have descriptors in flight."""
    until = time.monotonic() + seconds
    while True:
        document, status = ask(tool, label, placed)
        if not is_weakened(label, document, placed) or time.monotonic() > until:
            return document, status
        time.sleep(0.2)


def wait_matches(expected, found, placed):
    wakers = found["wakers"] or []
    for member in ("kind", "for", "time_limited"):
        if member in expected and found[member] != expected[member]:
            return False
    if "address" in expected and found["address"] != placed.addresses[expected["address"]]:
        return False
    if "wakers" in expected and ({waker["pid"] for waker in wakers}
                                 != {placed.pids[role] for role in expected["wakers"]}):
        return False
    return all(waker[member] == expected[member] for waker in wakers
               for member in ("certainty", "alive") if member in expected)


def waits_difference(role, expected, found, placed):
    """Every wait of the label is one of the answer, and the answer has no other."""
    rest = list(found)
    for wait in expected:
        match = next((one for one in rest if wait_matches(wait, one, placed)), None)
        if match is None:
            return f"{role} waits: {json.dumps(rest)}, not {json.dumps(wait)}"
        rest.remove(match)
    return f"{role} waits also: {json.dumps(rest)}" if rest else None


def thread_difference(role, expected, found, placed):
    right = verdicts(expected)
    if right and found["verdict"] not in right:
        kind = UNKNOWN if found["verdict"] == "unknown" else WRONG
        return kind, f"{role} is {found['verdict']}, not {' or '.join(right)}"
    if expected.get("call") and found["call"] != calls.name_here(expected["call"]):
        return WRONG, f"{role} is in {found['call']}, not {expected['call']}"
    if "faults" in expected and sorted(found["faults"]) != sorted(expected["faults"]):
        return WRONG, f"{role} has faults {found['faults']}, not {expected['faults']}"
    if "waits" in expected:
        different = waits_difference(role, expected["waits"], found["waits"], placed)
        if different:
            return WRONG, different
    return None


def deadlocks_difference(label, document, placed):
    names = {pid: role for role, pid in placed.pids.items()}

    def text(deadlocks):
        return sorted(("proved " if proved else "likely ") + "+".join(sorted(pids))
                      for pids, proved in deadlocks)

    expected = text((one["pids"], one["proved"]) for one in label["deadlocks"])
    found = text(([names.get(pid, str(pid)) for pid in one["pids"]], one["proved"])
                 for one in document["deadlocks"] if set(one["pids"]) & set(names))
    return None if found == expected else f"deadlocks {found}, not {expected}"


def status_difference(label, document, status, placed):
    if status == label["status"]:
        return None
    # `--all` looks at the whole machine, where a deadlock of somebody else is a deadlock too.
    others = [one for one in document["deadlocks"]
              if one["proved"] and not set(one["pids"]) & set(placed.pids.values())]
    if "--all" in label["ask"] and status == 2 and others:
        return None
    return f"status {status}, not {label['status']}"


def is_missed(label, document, placed):
    """Whether the label has a deadlock, and the answer none at all, nor calls anybody stuck who is not."""
    if document is None or not label["deadlocks"]:
        return False
    pids = set(placed.pids.values())
    stuck = {placed.tid(role) for role, thread in label["threads"].items() if "stuck" in verdicts(thread)}
    return (not any(pids & set(deadlock["pids"]) for deadlock in document["deadlocks"])
            and all(thread["tid"] in stuck for thread in threads_of(document, placed)
                    if thread["verdict"] == "stuck"))


def judge(tool, label, placed, looks=3):
    """`right`, `wrong` or `unknown`, and the first difference.

    A deadlock that was missed is asked for again: what passes by on a machine may keep it from being proved. A false
    one never is.
    """
    missed = ""
    for _ in range(looks):
        document, status = ask_in_peace(tool, label, placed)
        outcome, different = judge_answer(label, document, status, placed)
        if not is_missed(label, document, placed):
            break
        missed = missed or f"missed at first: {different}: {json.dumps(threads_of(document, placed))}"
    return outcome, "; then ".join(text for text in (missed, different) if text)


def threads_of(document, placed):
    pids = set(placed.pids.values())
    return [thread for thread in document["threads"] if thread["pid"] in pids]


def judge_answer(label, document, status, placed):
    """The same of one answer; without one, the status is what happened."""
    if document is None:
        return WRONG, status
    threads = {thread["tid"]: thread for thread in document["threads"]}
    for role, expected in label["threads"].items():
        found = threads.get(placed.tid(role))
        if found is None:
            if "verdict" in expected and "--all" not in label["ask"]:
                return WRONG, f"nothing about {role}"
            continue
        different = thread_difference(role, expected, found, placed)
        if different:
            return different
    different = (deadlocks_difference(label, document, placed)
                 or status_difference(label, document, status, placed))
    return (WRONG, different) if different else (RIGHT, "")
