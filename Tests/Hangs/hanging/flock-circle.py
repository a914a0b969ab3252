"""Two programs that lock the same two files in opposite order (flock)."""

import fcntl
import os

from stage import Stage

with Stage() as stage:
    def lock_both(role, other, first, second):
        files = [open(first, "w"), open(second, "w")]
        fcntl.flock(files[0], fcntl.LOCK_EX)
        stage.mark(role)
        stage.mark_of(other)
        fcntl.flock(files[1], fcntl.LOCK_EX)

    stage.start("a", lambda: lock_both("a", "b", "one.lock", "two.lock"))
    stage.start("b", lambda: lock_both("b", "a", "two.lock", "one.lock"))
    stage.mark_of("a")
    stage.mark_of("b")
    for name in "one", "two":
        stage.addresses[name] = f"file:{os.path.realpath(name)}.lock"
