"""A program that waits for a POSIX record lock that another one holds and will release."""

import fcntl
import os

from stage import Stage, sleep

with Stage() as stage:
    stage.addresses["file"] = f"file:{os.path.realpath('records')}"

    def lock():
        file = open("records", "w")
        fcntl.lockf(file, fcntl.LOCK_EX)
        return file

    def lock_and_work():
        file = lock()
        stage.mark("locked")
        sleep()
        file.close()

    stage.start("owner", lock_and_work)
    stage.mark_of("locked")
    stage.start("waiter", lock)
