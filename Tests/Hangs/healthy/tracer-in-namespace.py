"""A tracer in a pid namespace of its own waits for a child, by the number that it has there, which sleeps
on a timer."""

import os

from stage import LIBC, Stage, sleep

PTRACE_SEIZE = 0x4206

with Stage() as stage:
    def trace():
        child = os.fork()
        if child == 0:
            sleep()
        if LIBC.ptrace(PTRACE_SEIZE, child, None, None) != 0:
            raise OSError("ptrace")
        os.waitpid(child, 0)

    stage.start_in_namespace("tracer", trace, "child")
