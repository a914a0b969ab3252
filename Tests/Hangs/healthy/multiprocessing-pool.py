"""A pool of multiprocessing without work: one worker reads the queue, the other waits for the lock of
it. Their parent sleeps, and may give them some at any time."""

import multiprocessing

from stage import Stage, sleep


def serve():
    pool = multiprocessing.Pool(2)
    for number, worker in enumerate(pool._pool):
        Stage.mark(f"worker{number}", worker.pid)
    sleep()


with Stage() as stage:
    stage.start("parent", serve)
    stage.pids["first"] = stage.mark_of("worker0")
    stage.pids["second"] = stage.mark_of("worker1")
