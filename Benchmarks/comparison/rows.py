"""The rows of the comparison and their budgets: the one place for both."""

from collections.abc import Sequence

from comparison.farm import farm
from comparison.model import Budget, Fixture, Peer, Row
from comparison.peak_memory import PEAK_MEMORY
from comparison.start_up import start_up
from comparison.system_v import system_v_objects
from comparison.transfers import (
    fifo,
    posix_queue,
    system_v_queue,
    tcp_stream,
    unix_messages,
    unix_stream,
)

# Which goes when the shell goes: the other end may have failed, and this one
# would wait for ever.
END = 'setpriv --pdeathsig KILL "$1"'


def two_ends(program: str, sending: str, receiving: str, *operands: str) -> str:
    """Return a command that sends and receives at a time; both must succeed.

    Of what follows the program's name, "$2" is where to write what came, "$3"
    the file to send, and "$4" the first operand. Where no receiver is there
    yet, which ipctool tells with 66, the sender tries again.
    """
    script = (
        f'{END} {receiving} >"$2" & until {END} {sending};'
        " do [ $? = 66 ] || exit; done; wait $!"
    )
    words = " ".join((program, "{output}", "{file}", *operands))
    return f"sh -c '{script}' sh {words}"


def stream_row(
    name: str,
    medium: str,
    fixture: Fixture,
    command: str,
    peers: Sequence[Peer],
) -> Row:
    """Return the row of one kind of stream."""
    return Row(
        name=f"{name}-stream",
        work=f"send and recv: {{mebibytes:,}} MiB through {medium}",
        fixture=fixture,
        full={"mebibytes": 1_024},
        small={"mebibytes": 4},
        runs=10,
        commands=(command,),
        peers=peers,
    )


def connection_row(name: str, medium: str, fixture: Fixture) -> Row:
    """Return the row of one kind of connection, set against socat."""
    return stream_row(
        name,
        medium,
        fixture,
        two_ends(
            "ipctool",
            'send "$4" --file "$3"',
            'recv --listen "$4"',
            "{address}",
        ),
        (
            # In one direction only, and of the sizes from 64 KiB to 1 MiB
            # with the one that socat is the fastest with.
            socat("-u -b 1048576", Budget(must=1)),
            socat("-u"),
        ),
    )


def socat(options: str, budget: Budget | None = None) -> Peer:
    """Return socat with these options; it, too, waits for the receiver."""
    return Peer(
        commands=(
            two_ends(
                "socat",
                f'{options} FILE:"$3" "$4",retry=1000,interval=0.001',
                f'{options} "$5" STDOUT',
                "{connect}",
                "{listen}",
            ),
        ),
        package="socat",
        budget=budget,
        title=f"socat {options}",
    )


def messages_row(
    kind: str, fixture: Fixture, address: str, receiving: str, module: str
) -> Row:
    """Return the row of one kind of messages, set against Python's module.

    `receiving` is the options of `recv`; "$5" in it is how many there are.
    """
    return Row(
        name=f"{kind}-messages",
        work=f"send and recv: {{messages:,}} messages through {kind}",
        fixture=fixture,
        full={"messages": 100_000},
        small={"messages": 1_000},
        runs=10,
        commands=(
            two_ends(
                "ipctool",
                'send "$4" --lines --file "$3"',
                f'recv "$4" --lines {receiving}',
                address,
                "{count}",
            ),
        ),
        peers=(
            Peer(
                commands=(
                    two_ends(
                        "{python}",
                        '"$4" "$5" send "$6" "$3"',
                        '"$4" "$5" receive "$6" "$7"',
                        "{client}",
                        kind,
                        "{name}",
                        "{count}",
                    ),
                ),
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
        name="farm-diagnosis",
        work="why --all: {processes:,} processes of 23 descriptors",
        fixture=farm,
        full={"processes": 2_000},
        small={"processes": 40},
        runs=10,
        # The two looks lie as far apart as one likes.
        commands=("ipctool why --all --interval 0",),
        peers=(
            Peer(
                commands=("ipctool ls",),
                package="ipctool",
                budget=Budget(must=2),
            ),
        ),
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
    stream_row(
        "fifo",
        "a FIFO",
        fifo,
        two_ends("ipctool", 'send "$4" --file "$3"', 'recv "$4"', "{address}"),
        (
            Peer(
                commands=(two_ends("cat", '"$3" >"$4"', '"$4"', "{path}"),),
                package="coreutils",
                budget=Budget(must=1),
                title="cat and cat",
            ),
        ),
    ),
    connection_row("unix", "a Unix socket", unix_stream),
    connection_row("tcp", "TCP", tcp_stream),
    messages_row(
        "msg", system_v_queue, "msg:{name}", '--count "$5"', "sysv_ipc"
    ),
    messages_row(
        "mqueue", posix_queue, "mqueue:{name}", '--count "$5"', "posix_ipc"
    ),
    messages_row(
        "dgram",
        unix_messages,
        "unix:{name}",
        '--listen --type dgram --count "$5"',
        "socket",
    ),
    # All of one connection, however many that is.
    messages_row(
        "seqpacket",
        unix_messages,
        "unix:{name}",
        "--listen --type seqpacket",
        "socket",
    ),
)
