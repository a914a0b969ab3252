#ifndef CIPC_HOLDER_H
#define CIPC_HOLDER_H

#include "cipc_files.h"

#include <stddef.h>
#include <stdint.h>

/// What a background process is to hold.
struct cipc_keepsake {
  const int *descriptors;
  size_t count;
  /// What tells what it is there for, which it locks.
  int record;
  /// The file of a socket, absolute, which goes with it as long as it is this one; NULL for none.
  const char *path;
  uint64_t device, inode;
  /// How long, in seconds; 0 is for ever.
  uint64_t seconds;
};

/// Starts a process that holds descriptors and does nothing else: it has left our session, no standard streams,
/// nothing else of ours open, and is nobody's child that is still there. Its own user may trace it
/// (ptrace(2)), also where Yama forbids that by default.
///
/// From the descriptor that is stored in `report` an int can be read when it holds them and nothing else: 0, or
/// the errno that kept it from that; nothing when it was killed. It ends at once unless a byte is written to the
/// one in `confirmation`. On SIGTERM, SIGINT and SIGHUP it removes the file, and ends.
///
/// Calls fork(2): of the calling thread alone there is a copy. Returns 0, or -1 and errno.
int cipc_hold(const struct cipc_keepsake *keepsake, int *confirmation, int *report);

/// Which process has locked a file, by the number that it has for us: 0 for none, or none that we see; -1 and
/// errno.
int cipc_lock_owner(int file);

/// A memfd that nobody can change any more, with `size` bytes of `content`; -1 and errno.
int cipc_sealed_memfd(const char *name, const void *content, size_t size);

/// The seals that it has.
extern const int cipc_seals_of_record;

/// pidfd_send_signal(2).
int cipc_pidfd_send_signal(int process, int signal);

/// Lets a program that is executed have a descriptor (FD_CLOEXEC taken away).
int cipc_inherit(int descriptor);

/// execvp(3) with the signals as they were before: returns only to tell errno, with -1. EINTR is a signal that
/// asked us to end before.
int cipc_execute(char *const arguments[]);

#endif
