"""A program that a forgotten debugger holds, and another that reads from it."""

import os

from stage import LIBC, Stage, read_input, sleep

PTRACE_ATTACH = 16

with Stage() as stage:
    end, other = os.pipe()
    writer = stage.start("writer", sleep, stdout=other)

    def hold_writer():
        LIBC.ptrace(PTRACE_ATTACH, writer, None, None)
        sleep()

    stage.start("reader", read_input, stdin=end)
    stage.start("debugger", hold_writer)
