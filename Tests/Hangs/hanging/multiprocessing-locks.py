"""Two children of multiprocessing take two locks, each the other's first: semaphores that have lost
their names, in memory that both share with their parent."""

import multiprocessing

from stage import Stage


def take(own, other, mark, theirs):
    own.acquire()
    Stage.mark(mark)
    Stage.mark_of(theirs)
    other.acquire()


def start_both():
    locks = multiprocessing.Lock(), multiprocessing.Lock()
    first = multiprocessing.Process(target=take, args=(*locks, "a", "b"))
    second = multiprocessing.Process(target=take, args=(*reversed(locks), "b", "a"))
    first.start()
    second.start()
    Stage.mark("first", first.pid)
    Stage.mark("second", second.pid)
    first.join()


with Stage() as stage:
    stage.start("parent", start_both)
    stage.pids["first"] = stage.mark_of("first")
    stage.pids["second"] = stage.mark_of("second")
