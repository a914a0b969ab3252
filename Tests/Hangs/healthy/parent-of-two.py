"""A parent that waits for either of two children: one has filled a pipe that only the parent could
empty, but the other will end."""

import os

from stage import Stage, fill_output, sleep

with Stage() as stage:
    def wait_for_either():
        end, other = os.pipe()
        for name, act in ("blocked", fill_output), ("sleeper", sleep):
            child = os.fork()
            if child == 0:
                os.close(end)
                if act is fill_output:
                    os.dup2(other, 1)
                os.close(other)
                act()
            stage.mark(name, child)
        os.close(other)
        os.wait()

    stage.start("parent", wait_for_either)
    for name in "blocked", "sleeper":
        stage.pids[name] = stage.mark_of(name)
