"""A tracer waits for what a program that it traces does next, and that waits for what the tracer is
to write."""

import os

from stage import LIBC, Stage, read_input

PTRACE_SEIZE = 0x4206

with Stage() as stage:
    end, other = os.pipe()
    traced = stage.start("traced", read_input, stdin=end)

    def trace():
        if LIBC.ptrace(PTRACE_SEIZE, traced, None, None) != 0:
            raise OSError("ptrace")
        os.waitpid(traced, 0)

    stage.start("tracer", trace, stdout=other)
