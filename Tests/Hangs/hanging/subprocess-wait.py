"""What the documentation of subprocess warns of: wait() for a child with stdout=PIPE. The child has
filled the pipe, which only its waiting parent could empty."""

import subprocess

from stage import Stage

with Stage() as stage:
    def run_and_wait():
        child = subprocess.Popen(["seq", "1000000"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE)
        stage.mark("child", child.pid)
        child.wait()

    stage.start("parent", run_and_wait)
    stage.pids["child"] = stage.mark_of("child")
