"""Two filters in a circle over pipes. One is an event loop, which also waits for its timerfd."""

import select
import struct
import time

from ring import close_ring, pipe
from stage import HOURS, LIBC, Stage, read_input

def loop():
    timer = LIBC.timerfd_create(time.CLOCK_MONOTONIC, 0)
    LIBC.timerfd_settime(timer, 0, struct.pack("4q", 0, 0, HOURS, 0), None)
    with select.epoll() as epoll:
        epoll.register(0, select.EPOLLIN)
        epoll.register(timer, select.EPOLLIN)
        epoll.poll()


with Stage() as stage:
    close_ring(stage, {"a": loop, "b": read_input}, [pipe(), pipe()])
