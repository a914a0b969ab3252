"""A lock whose taker is gone: a daemon that it left behind inherited the descriptor, and holds the
lock without knowing. The kernel's list of locks still names the one that is gone."""

import fcntl
import os

from stage import Stage, sleep

with Stage() as stage:
    stage.addresses["file"] = f"file:{os.path.realpath('lock')}"

    def lock():
        file = open("lock", "w")
        fcntl.flock(file, fcntl.LOCK_EX)
        return file

    def lock_and_leave_a_child():
        file = lock()
        child = os.fork()
        if child == 0:
            sleep()
        stage.mark("heir", child)
        file.close()

    stage.start("taker", lock_and_leave_a_child)
    stage.pids["heir"] = stage.mark_of("heir")
    stage.wait_for_end("taker")
    stage.start("waiter", lock)
