"""Two programs read from each other. A third, which also writes to one of them, waits for a record
lock on a file that a fourth has locked for its open file description, and will release."""

import fcntl
import os
import struct

from ring import close_ring, pipe
from stage import Stage, read_input, sleep

F_OFD_SETLK = 37

with Stage() as stage:
    def lock_and_work():
        file = open("records", "w")
        fcntl.fcntl(file, F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 0, 0))
        stage.mark("locked")
        sleep()
        file.close()

    def lock_and_write():
        with open("records", "w") as file:
            fcntl.lockf(file, fcntl.LOCK_EX)
            os.write(1, b"x")

    links = [pipe(), pipe()]
    close_ring(stage, {"a": read_input, "b": read_input}, links)
    stage.start("owner", lock_and_work)
    stage.mark_of("locked")
    stage.start("waiter", lock_and_write, stdout=links[0][1])
