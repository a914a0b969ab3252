"""A parent that waits for the members of a process group: the only one has filled a pipe that only
the parent could empty. Another child, of another group, will end, which is nothing to the parent."""

import os

from stage import Stage, fill_output, sleep

with Stage() as stage:
    def wait_for_group():
        end, other = os.pipe()
        for name, act in ("member", fill_output), ("sleeper", sleep):
            child = os.fork()
            if child == 0:
                os.setpgid(0, 0)
                os.close(end)
                if act is fill_output:
                    os.dup2(other, 1)
                os.close(other)
                act()
            os.setpgid(child, child)
            stage.mark(name, child)
            if act is fill_output:
                group = child
        os.close(other)
        os.waitpid(-group, 0)

    stage.start("parent", wait_for_group)
    for name in "member", "sleeper":
        stage.pids[name] = stage.mark_of(name)
