"""A supervisor polls its helper's output and a pipe of its own, into which the handler of SIGCHLD
writes; the helper, which has inherited that pipe, waits for its orders."""

import os
import select
import signal

from ring import pipe
from stage import Stage, read_input


def supervise(own, output):
    os.set_blocking(own[1], False)
    signal.set_wakeup_fd(own[1])
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    poll = select.poll()
    poll.register(own[0], select.POLLIN)
    poll.register(output, select.POLLIN)
    poll.poll()


with Stage() as stage:
    own, orders, output = pipe(), pipe(), pipe()
    stage.start("helper", read_input, stdin=orders[0], stdout=output[1], keep=own)
    stage.start("supervisor", lambda: supervise(own, output[0]), keep=[*own, output[0], orders[1]])
    for end in own + orders + output:
        os.close(end)
