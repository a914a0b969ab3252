"""A program that made a pipe for a child, forgot to close its own write end, and reads to the end
of file after the child has ended: the end of file never comes, as it holds the last write end."""

import os

from stage import Stage

def collect():
    end, other = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(other, b"all that there is")
        os._exit(0)
    os.waitpid(child, 0)
    while os.read(end, 4096):
        pass


with Stage() as stage:
    stage.start("reader", collect)
