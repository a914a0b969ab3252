"""A program that holds a lock on a file and waits for its child, which wants the same lock."""

import fcntl
import os

from stage import Stage

with Stage() as stage:
    def lock():
        file = open("lock", "w")
        fcntl.flock(file, fcntl.LOCK_EX)
        return file

    def run_child():
        file = lock()
        child = os.fork()
        if child == 0:
            file.close()
            lock()
        stage.mark("child", child)
        os.waitpid(child, 0)

    stage.start("parent", run_child)
    stage.pids["child"] = stage.mark_of("child")
