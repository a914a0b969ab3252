"""Two programs each have the lock of a part of one file that the other wants, while a third, asleep
on a timer, has that of a part that neither wants."""

import fcntl
import os
import struct

from stage import Stage, sleep

F_OFD_SETLKW = 38


def lock(file, start):
    description = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, start, 10, 0)
    fcntl.fcntl(file, F_OFD_SETLKW, description)


with Stage() as stage:
    with open("shared", "wb") as shared:
        shared.write(bytes(100))

    def take(name, own, awaited, wanted):
        file = os.open("shared", os.O_RDWR)
        lock(file, own)
        stage.mark(name)
        stage.mark_of(awaited)
        lock(file, wanted)

    def keep():
        lock(os.open("shared", os.O_RDWR), 50)
        stage.mark("third")
        sleep()

    stage.start("third", keep)
    stage.mark_of("third")
    stage.start("a", lambda: take("a", 0, "b", 20))
    stage.start("b", lambda: take("b", 20, "a", 0))
