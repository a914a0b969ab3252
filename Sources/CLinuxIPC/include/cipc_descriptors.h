#ifndef CIPC_DESCRIPTORS_H
#define CIPC_DESCRIPTORS_H

#include "cipc_files.h"

#include <stddef.h>
#include <stdint.h>

// The entries of an open /proc/PID/fd or /proc/PID/fdinfo, by their numbers.

/// readlinkat(2). Returns the length of the link's text, or -1 and errno.
int64_t cipc_fd_readlink(int directory, int number, char *buffer, size_t size);

/// fstatat(2) of the link itself: its permission bits, or -1 and errno.
int cipc_fd_link_mode(int directory, int number);

/// What the link leads to, as cipc_statat_cached tells it.
int cipc_fd_target(int directory, int number, struct cipc_file_status *status);

/// openat(2). Adds O_CLOEXEC.
int cipc_fd_open(int directory, int number, int flags);

/// One read(2) of fdinfo/N beside an open /proc/PID/fd. Returns how much that gave, which is all when it is
/// less than `size` (fs/proc/fd.c, seq_show), or -1 and errno.
int64_t cipc_fd_info(int directory, int number, char *buffer, size_t size);

/// getxattr(2) of a socket that a process holds: the name of its protocol, as /proc/net/protocols has it
/// (net/socket.c, sockfs_xattr_get). Returns its length with the NUL, or -1 and errno.
int64_t cipc_socket_protocol(int pid, int number, char *buffer, size_t size);

/// kcmp(2) with KCMP_FILES: 0 when two threads share one table of descriptors; 1 or 2 when that of `pid` comes
/// before or after the other's in an order of the kernel's; 3 when they do not and it has none; -1 and errno.
int cipc_compare_descriptors(int pid, int other);

/// kcmp(2) with KCMP_EPOLL_TFD, Linux 4.13: 0 when a descriptor of a thread is what its epoll(7) instance
/// watches that had that number when it was added, the `turn`th of those that had; else as above.
int cipc_compare_watched(int thread, int instance, int number, uint32_t turn);

/// ioctl(2) SIOCGSKNS, Linux 4.10: a descriptor of the network namespace that a socket belongs to. Needs
/// CAP_NET_ADMIN there.
int cipc_socket_network(int socket);

/// Whether a socket of TCP or UDP has neither an address of its own nor another end, as getsockname(2) and,
/// of TCP, its state (tcp(7), TCP_INFO) tell: 1 or 0, or -1 and errno. 0 for other sockets.
int cipc_socket_is_unbound(int socket);

/// socket(2): a socket of the first family that may be had, close-on-exec; it is connected to nothing.
int cipc_any_socket(void);

/// eventfd(2), of an empty counter.
int cipc_eventfd(void);

/// Whether anybody holds a write end, asked through a read end by tee(2), which takes nothing: 1 or 0, or -1
/// where it does not tell, as there is something to read.
int cipc_pipe_has_writers(int end);

extern const int cipc_seal_seal;
extern const int cipc_seal_shrink;
extern const int cipc_seal_grow;
extern const int cipc_seal_write;
extern const int cipc_seal_future_write;
extern const int cipc_seal_exec;

/// fcntl(2) F_GET_SEALS.
int cipc_seals(int file);

#endif
