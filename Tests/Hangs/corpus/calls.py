"""The numbers of the system calls that labels name."""

import platform

# x86_64, aarch64; None where the machine has the call under its newer name alone.
NUMBERS = {
    "read": (0, 63), "write": (1, 64), "poll": (7, None), "ppoll": (271, 73),
    "select": (23, None), "pselect6": (270, 72),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22),
    "accept": (43, 202), "accept4": (288, 242), "connect": (42, 203),
    "sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "splice": (275, 76), "sendfile": (40, 71), "openat": (257, 56), "wait4": (61, 260), "waitid": (247, 95),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "semtimedop": (220, 192),
    "mq_timedsend": (242, 182), "mq_timedreceive": (243, 183),
    "flock": (73, 32), "fcntl": (72, 25), "futex": (202, 98), "restart_syscall": (219, 128),
    "rt_sigtimedwait": (128, 137), "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
}
NEWER = {"poll": "ppoll", "select": "pselect6", "epoll_wait": "epoll_pwait"}
MACHINE = {"x86_64": 0, "aarch64": 1}[platform.machine()]


def name_here(name):
    """What this machine calls it."""
    return name if NUMBERS[name][MACHINE] is not None else NEWER[name]


def number(name):
    return NUMBERS[name_here(name)][MACHINE]
