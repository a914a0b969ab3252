#ifndef CIPC_STREAMS_H
#define CIPC_STREAMS_H

#include <stddef.h>
#include <stdint.h>

// Bytes of pipes, sockets and counters. A descriptor that was borrowed shares its flags with its owner: whether a
// call waits is told with the call (KERNEL-NOTES section 4).

/// preadv2(2) with RWF_NOWAIT, or where the file knows no such thing poll(2) and read(2): never waits (EAGAIN).
int64_t cipc_read_now(int descriptor, void *buffer, size_t size);

/// pwritev2(2) with RWF_NOWAIT, or where the file knows no such thing poll(2) and a write(2) that fits.
int64_t cipc_write_now(int descriptor, const void *buffer, size_t size);

/// splice(2) of what either end's position is at.
int64_t cipc_splice(int from, int to, size_t size, int nonblocking);

/// sendfile(2) from where the file's position is.
int64_t cipc_sendfile(int to, int from, size_t size);

/// fcntl(2) F_GETPIPE_SZ.
int cipc_pipe_size(int end);

/// fcntl(2) F_SETPIPE_SZ. Returns what it is now, or -1 and errno.
int cipc_set_pipe_size(int end, uint64_t size);

/// ioctl(2) FIONREAD: unread bytes, or -1 and errno.
int64_t cipc_unread(int descriptor);

/// mkfifo(3) with exactly these permission bits, whatever the umask is: not while other threads make files.
int cipc_mkfifo(const char *path, uint32_t mode);

/// open(2) of the file that `handle` (O_PATH) is a handle on, with O_NONBLOCK if `nonblocking`.
int cipc_reopen(int handle, int access, int nonblocking);

/// poll(2): 1 when there is something to read, or room to write, or an end to report; 0 when there is not.
/// Waits for it unless `nonblocking`.
int cipc_wait_readable(int descriptor, int nonblocking);
int cipc_wait_writable(int descriptor, int nonblocking);

/// Fills those of descriptors 0, 1 and 2 that are closed with handles (O_PATH) that can neither be read nor
/// written (EBADF), so that nothing that is opened later is taken for a standard stream. A program that is executed
/// finds them closed again. Returns 0, or -1 and errno.
int cipc_fill_standard_streams(void);

#endif
