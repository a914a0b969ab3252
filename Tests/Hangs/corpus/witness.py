"""What the kernel itself says of a thread, read without the tool under test."""

import time
from pathlib import Path

from . import calls


def state_and_call(tid):
    """The state letter, and the number of the system call or None."""
    task = Path(f"/proc/{tid}/task/{tid}")
    state = (task / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
    call = (task / "syscall").read_text().split()[0]
    return state, int(call) if call.isdigit() else None


def difference(label, placed):
    """What is not yet as the label says, or None."""
    for role, thread in label["threads"].items():
        try:
            state, call = state_and_call(placed.tid(role))
        except (FileNotFoundError, ProcessLookupError):
            return f"{role} is gone"
        if state != thread["state"]:
            return f"{role} is in state {state}, not {thread['state']}"
        wanted = thread.get("shown_call") or thread.get("call")
        if wanted and call != calls.number(wanted):
            return f"{role} is in call {call}, not {wanted}"
    return None


def wait_until_in_place(label, placed, seconds):
    """Waits until two looks in a row find all threads where they should be."""
    deadline = time.monotonic() + seconds
    times_right = 0
    while True:
        found = difference(label, placed)
        times_right = 0 if found else times_right + 1
        if times_right == 2:
            return None
        if found and time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def session(leader):
    """The processes of the session that `leader` leads or led."""
    members = []
    for directory in Path("/proc").glob("[0-9]*"):
        try:
            fields = (directory / "stat").read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            members.append(int(directory.name))
    return members
