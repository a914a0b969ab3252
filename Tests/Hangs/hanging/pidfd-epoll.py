"""An event loop that waits for the end of its child, which has filled a pipe that only the loop could
empty."""

import os
import select
import subprocess

from stage import Stage

with Stage() as stage:
    def run_and_wait():
        child = subprocess.Popen(["seq", "1000000"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE)
        stage.mark("child", child.pid)
        with select.epoll() as epoll:
            epoll.register(os.pidfd_open(child.pid), select.EPOLLIN)
            epoll.poll()

    stage.start("parent", run_and_wait)
    stage.pids["child"] = stage.mark_of("child")
