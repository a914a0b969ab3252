"""The rows of the comparison and their budgets: the one place for both."""

from comparison.model import Budget, Peer, Row
from comparison.start_up import start_up
from comparison.system_v import system_v_objects

ROWS = (
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
)
