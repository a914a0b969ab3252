"""The rows of the comparison and their budgets: the one place for both."""

from comparison.farm import farm
from comparison.model import Budget, Fixture, Peer, Row
from comparison.peak_memory import PEAK_MEMORY
from comparison.start_up import start_up
from comparison.system_v import system_v_objects
from comparison.transfers import fifo, posix_queue, system_v_queue

# Two programs at a time, each end of which must succeed.
FIFO_BY_IPCTOOL = (
    """sh -c '"$1" send "fifo:$2" --file "$3" &"""
    """ "$1" recv "fifo:$2" >/dev/null && wait $!' sh ipctool {fifo} {file}"""
)
FIFO_BY_CAT = (
    """sh -c 'cat "$2" >"$1" &"""
    """ cat "$1" >/dev/null && wait $!' sh {fifo} {file}"""
)
QUEUE_BY_IPCTOOL = (
    """sh -c '"$1" send "$2" --lines --file "$3" & "$1" recv "$2" --lines"""
    """ --count "$4" >/dev/null && wait $!' sh ipctool {kind}:{{name}}"""
    """ {{file}} {{count}}"""
)
QUEUE_BY_PYTHON = (
    """sh -c '"$1" "$2" "$3" send "$4" "$5" & "$1" "$2" "$3" receive "$4" """
    """ "$6" >/dev/null && wait $!' sh {{python}} {{client}} {kind} {{name}}"""
    """ {{file}} {{count}}"""
)


def queue_row(kind: str, fixture: Fixture, module: str) -> Row:
    """Return the row of one kind of queue, set against Python's module."""
    return Row(
        name=f"{kind}-messages",
        work=f"send and recv: {{messages:,}} messages through {kind}",
        fixture=fixture,
        full={"messages": 100_000},
        small={"messages": 1_000},
        runs=10,
        commands=(QUEUE_BY_IPCTOOL.format(kind=kind),),
        peers=(
            Peer(
                commands=(QUEUE_BY_PYTHON.format(kind=kind),),
                package="python3",
                title=f"Python, {module}",
            ),
        ),
    )


ROWS = (
    Row(
        name="farm-listing",
        work="ls: {processes:,} processes of 23 descriptors",
        fixture=farm,
        full={"processes": 2_000},
        small={"processes": 40},
        runs=10,
        commands=("ipctool ls",),
        peers=(
            Peer(
                commands=("ss -xp",),
                package="iproute2",
                budget=Budget(must=0.8, aim=0.6),
            ),
            Peer(
                commands=("lsof -nP",),
                package="lsof",
                budget=Budget(must=0.2),
            ),
            Peer(
                commands=("lsfd",),
                package="util-linux-extra",
                budget=Budget(must=0.15),
            ),
            Peer(commands=("lsof -nP -U",), package="lsof"),
            Peer(commands=("lsipc",), package="util-linux"),
        ),
    ),
    Row(
        name="farm-memory",
        work="memory of ls: {processes:,} processes of 23 descriptors",
        fixture=farm,
        full={"processes": 2_000},
        small={"processes": 40},
        runs=5,
        commands=("ipctool ls",),
        peers=(
            Peer(
                commands=("lsfd",),
                package="util-linux-extra",
                budget=Budget(must=0.5, aim=0.2),
            ),
            Peer(commands=("ss -xp",), package="iproute2"),
        ),
        meter=PEAK_MEMORY,
    ),
    Row(
        name="growth",
        work="ls, for each of {processes:,} processes of 23 descriptors",
        fixture=farm,
        # 100,004 descriptors, set against 10,005 and 1,012 of them.
        full={"processes": 4_348},
        small={"processes": 44},
        runs=20,
        commands=("ipctool ls",),
        peers=(
            Peer(
                commands=("ipctool ls",),
                package="ipctool",
                budget=Budget(must=1.3),
                title="ipctool ls, for each of {processes:,}",
                full={"processes": 435},
                small={"processes": 9},
            ),
            Peer(
                commands=("ipctool ls",),
                package="ipctool",
                budget=Budget(must=1.3),
                title="ipctool ls, for each of {processes:,}",
                full={"processes": 44},
                small={"processes": 1},
            ),
        ),
        per="processes",
    ),
    Row(
        name="sysv-listing",
        work="ls msg shm: {queues:,} queues, {segments:,} segments",
        fixture=system_v_objects,
        # 4,096 segments is what kernel.shmmni allows a new IPC namespace.
        full={"queues": 2_000, "segments": 4_000},
        small={"queues": 50, "segments": 100},
        runs=30,
        commands=("ipctool ls msg shm",),
        peers=(
            Peer(
                commands=("lsipc -q", "lsipc -m"),
                package="util-linux",
                budget=Budget(must=0.3, aim=0.1),
            ),
            Peer(commands=("ipcs -q", "ipcs -m"), package="util-linux"),
        ),
    ),
    Row(
        name="start-up",
        work="--version",
        fixture=start_up,
        runs=200,
        commands=("ipctool --version",),
        peers=(
            Peer(
                commands=("lsipc --version",),
                package="util-linux",
                budget=Budget(must=3, aim=2),
            ),
        ),
    ),
    Row(
        name="fifo-stream",
        work="send and recv: {mebibytes:,} MiB through a FIFO",
        fixture=fifo,
        full={"mebibytes": 1_024},
        small={"mebibytes": 4},
        runs=10,
        commands=(FIFO_BY_IPCTOOL,),
        peers=(
            Peer(
                commands=(FIFO_BY_CAT,),
                package="coreutils",
                budget=Budget(must=1),
                title="cat and cat",
            ),
        ),
    ),
    queue_row("msg", system_v_queue, "sysv_ipc"),
    queue_row("mqueue", posix_queue, "posix_ipc"),
)
