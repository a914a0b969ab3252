#ifndef VISITS_H
#define VISITS_H

// Processes that enter another mount namespace and tell what they find there: file systems of those inside may leave
// them waiting, and whoever does not care to wait for one leaves it behind, and has nothing of it.

/// What such a process is given.
struct visit {
  /// What it sends to: a socket that keeps records apart.
  int channel;
  /// Its own directory in the /proc that we have: what is mounted inside is not believed.
  int self;
  /// 0, or errno when it could not enter.
  int error;
};

/// Starts a process that runs `body`, in which nothing may be called but what is safe in a signal handler, and ends: at
/// the latest with the thread that started it, and after some seconds. Takes CAP_SYS_ADMIN and CAP_SYS_CHROOT. Returns its
/// pid, with the other end of its channel, or -1 and errno.
///
/// `is_lent` is whether it is to lay down all capabilities once it is there.
int cipc_start_visit(int mounts, int is_lent,
                     void (*body)(const struct visit *visit, const void *argument),
                     const void *argument, int *channel);

/// openat2(2) through no magic link: whoever made the links on the way leads to no place outside of his root.
int cipc_open_plain(const char *path, int flags);

/// Waits for a record, or the end. Returns 0, or -1 and errno, EAGAIN after `milliseconds` without one.
int cipc_await_visit(int channel, int milliseconds);

#endif
