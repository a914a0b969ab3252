"""Calls of the C library that Python has no function for."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.shmget.argtypes = (ctypes.c_int, ctypes.c_size_t, ctypes.c_int)
libc.mount.argtypes = (
    ctypes.c_char_p,
    ctypes.c_char_p,
    ctypes.c_char_p,
    ctypes.c_ulong,
    ctypes.c_char_p,
)
libc.prctl.argtypes = (ctypes.c_int, ctypes.c_ulong)


def checked(call: str, result: int) -> int:
    """Return the result of a C function, or raise its errno."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")
    return result
