"""A program in a pid namespace of its own waits for its child, by the number that it has
there, and the child waits for what its parent is to write."""

import os

from stage import Stage

with Stage() as stage:
    def run_and_wait():
        end, other = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(other)
            os.read(end, 1)
            os._exit(0)
        os.close(end)
        os.waitpid(child, 0)
        os.write(other, b"x")

    stage.start_in_namespace("parent", run_and_wait, "child")
