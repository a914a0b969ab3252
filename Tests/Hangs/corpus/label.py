"""What is known of a scenario: the file beside it, checked for slips of the pen."""

import json

from .calls import NUMBERS

VERDICTS = {"running", "waiting", "stuck", "deadlocked", "unknown"}
FAULTS = {"own-write-end", "inherited-write-end", "two-pipe", "dead-operator", "owner-dead",
          "backlog-full", "lock-cycle", "stopped", "no-other-end", "type-not-queued"}
PURPOSES = {"data", "room", "other-end", "message", "value", "lock", "client", "child", "event"}
KINDS = {"pipe", "fifo", "msg", "mqueue", "shm", "posix-shm", "map", "memfd", "sem", "posix-sem",
         "eventfd", "unix", "tcp", "udp", "file", "process", "futex"}
MEMBERS = {
    "label": {"about", "ask", "status", "threads", "deadlocks"},
    "thread": {"state", "call", "shown_call", "verdict", "faults", "waits"},
    "wait": {"address", "kind", "for", "time_limited", "wakers", "certainty", "alive"},
    "deadlock": {"pids", "proved"},
}


class BadLabel(Exception):
    """A label that says what no label may."""


def _members(what, value):
    unknown = set(value) - MEMBERS[what]
    if unknown:
        raise BadLabel(f"a {what} has no {', '.join(sorted(unknown))}")


def _among(what, values, allowed):
    unknown = {value for value in values if value is not None} - allowed
    if unknown:
        raise BadLabel(f"there is no {what} {', '.join(sorted(unknown))}")


def verdicts(thread):
    """The verdicts that are right, none of them if any is."""
    verdict = thread.get("verdict", [])
    return [verdict] if isinstance(verdict, str) else verdict


def load(path):
    label = json.loads(path.read_text())
    _members("label", label)
    if set(label) != MEMBERS["label"]:
        raise BadLabel(f"without {', '.join(sorted(MEMBERS['label'] - set(label)))}")
    if label["status"] not in (0, 1, 2, 3):
        raise BadLabel(f"there is no status {label['status']}")
    for thread in label["threads"].values():
        _members("thread", thread)
        _among("call", [thread.get("call"), thread.get("shown_call")], set(NUMBERS))
        _among("verdict", verdicts(thread), VERDICTS)
        _among("fault", thread.get("faults", []), FAULTS)
        for wait in thread.get("waits", []):
            _members("wait", wait)
            _among("purpose", [wait.get("for")], PURPOSES)
            _among("kind", [wait.get("kind")], KINDS)
    for deadlock in label["deadlocks"]:
        _members("deadlock", deadlock)
    return label


def roles(label):
    """Every role that the label speaks of."""
    named = set(label["threads"])
    named.update(asked for asked in label["ask"] if asked != "--all" and ":" not in asked)
    for thread in label["threads"].values():
        for wait in thread.get("waits", []):
            named.update(wait.get("wakers", []))
    for deadlock in label["deadlocks"]:
        named.update(deadlock["pids"])
    return named
