"""The daemon that keeps a pipeline alive: the program that wrote is gone, but a child that it left
behind inherited the write end, so that the reader waits for an end of file that does not come."""

import os

from stage import Stage, read_input, sleep

with Stage() as stage:
    end, other = os.pipe()

    def write_and_leave_a_child():
        os.write(other, b"all that there is")
        child = os.fork()
        if child == 0:
            sleep()
        stage.mark("heir", child)

    stage.start("reader", read_input, stdin=end)
    stage.start("writer", write_and_leave_a_child, keep=[other])
    stage.pids["heir"] = stage.mark_of("heir")
    stage.wait_for_end("writer")
