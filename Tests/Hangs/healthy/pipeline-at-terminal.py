"""`cat | cat` at a terminal, where nobody types: the first waits for the user, the second for the
first."""

import os
import pty

from stage import Stage

with Stage() as stage:
    master, slave = pty.openpty()
    stage.holds = {master}
    end, other = os.pipe()
    stage.start("first", lambda: os.execvp("cat", ["cat"]), stdin=slave, stdout=other)
    stage.start("second", lambda: os.execvp("cat", ["cat"]), stdin=end)
