#ifndef CIPC_CHILDREN_H
#define CIPC_CHILDREN_H

#include <stdint.h>

/// Two ends, close-on-exec: what is written to `ends[1]` is read from `ends[0]`. A pipe, or where a filter
/// forbids those a pair of sockets. Returns 0, or -1 and errno.
int cipc_channel(int ends[2]);

/// Starts our own program anew, which ends with us, whatever ends us (PR_SET_PDEATHSIG, prctl(2)): the calling
/// thread has to live as long as it does.
///
/// `arguments` begin with the program's name; `input`, `output` and `error` become its standard streams. It is a
/// fork(2): posix_spawn(3) has no attribute for the signal. One that is spared ends by SIGTERM, which it may put off,
/// and is in a session of its own, so that what kills us and our other children misses it. Returns its pid, or -1 and
/// errno.
int cipc_start_self(char *const arguments[], int input, int output, int error, int is_spared);

/// Ends a child (SIGKILL), and waits for its end, though no longer than a second; one that is spared may take that long
/// to end by SIGTERM before.
void cipc_end_child(int child, int is_spared);

/// Ends a child, as far as that can be done, and waits for it only where it has ended: one that waits for who serves a
/// file system may be left behind.
void cipc_leave_child(int child);

/// waitpid(2): the exit status of a child, -N when signal N ended it, INT32_MIN when there is no such child.
int32_t cipc_wait_for_child(int child);

/// What a guardian is to remove besides the objects that are announced to it; NULL for nothing.
struct cipc_guarded {
  /// Absolute.
  const char *file;
  /// Removed when it is empty.
  const char *directory;
};

/// Starts a process that outlives us in a session of its own, and removes what it was told of when nobody is left
/// who could tell it more.
///
/// Addresses are written to the other end of `announcements`, a line each; a line that was read is written to
/// `echo`. At end of file the program is run as `rm` of all of them, unless the last byte is NUL, and then the
/// files go. Returns its pid, or -1 and errno.
int cipc_guard(int announcements, int echo, const struct cipc_guarded *guarded);

#endif
