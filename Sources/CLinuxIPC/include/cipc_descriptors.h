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

/// kcmp(2) with KCMP_FILES: 0 when two threads share one table of descriptors, above 0 when they do not,
/// -1 and errno.
int cipc_same_descriptors(int pid, int other);

#endif
