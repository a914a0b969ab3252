"""What the documentation of multiprocessing warns of: join() of a child that has put more into a
queue than its pipe takes. The child's feeder waits for room, its main thread for the feeder, and the
parent, who would have to read, for the child."""

import multiprocessing

from stage import Stage


def put(queue):
    queue.put(bytes(1_000_000))


def join_before_get():
    queue = multiprocessing.Queue()
    child = multiprocessing.Process(target=put, args=(queue,))
    child.start()
    Stage.mark("child", child.pid)
    child.join()


with Stage() as stage:
    stage.start("parent", join_before_get)
    stage.pids["child"] = stage.mark_of("child")
