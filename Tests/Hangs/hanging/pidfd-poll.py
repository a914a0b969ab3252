"""A parent that polls a descriptor of its child for the child's end, while the child has filled a
pipe that only the parent could empty."""

import os
import select
import subprocess

from stage import Stage

with Stage() as stage:
    def run_and_poll():
        child = subprocess.Popen(["seq", "1000000"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE)
        stage.mark("child", child.pid)
        poll = select.poll()
        poll.register(os.pidfd_open(child.pid), select.POLLIN)
        poll.poll()

    stage.start("parent", run_and_poll)
    stage.pids["child"] = stage.mark_of("child")
