"""A tracer waits for whoever of those that it has to do with tells it something: its child, which
waits for what the tracer is to write, and a program that it traces, which is at work."""

import os
import subprocess

from stage import LIBC, Stage, compute

PTRACE_SEIZE = 0x4206

with Stage() as stage:
    traced = stage.start("traced", compute)

    def trace():
        child = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        if LIBC.ptrace(PTRACE_SEIZE, traced, None, None) != 0:
            raise OSError("ptrace")
        stage.mark("child", child.pid)
        os.waitpid(-1, 0)

    stage.start("tracer", trace)
    stage.pids["child"] = stage.mark_of("child")
