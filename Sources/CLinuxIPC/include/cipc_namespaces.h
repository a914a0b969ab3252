#ifndef CIPC_NAMESPACES_H
#define CIPC_NAMESPACES_H

#include <stddef.h>
#include <stdint.h>

/// The type of the file system of namespaces.
extern const uint64_t cipc_nsfs_magic;

/// A file that may be had from another mount namespace.
struct cipc_mounted_request {
  const char *path;
  /// Whether it is a directory whose files are memory, to be read; else it is a namespace, of which a handle (O_PATH)
  /// is had.
  int32_t is_memory;
};

/// What came of a request.
struct cipc_mounted_answer {
  /// Its place among the requests; -1 for the table of mounts, /proc/PID/mountinfo, which comes first.
  int32_t request;
  /// 0, or errno; EXDEV for what lies on a file system of another type.
  int32_t error;
};

/// Starts a process that enters a mount namespace, opens what is asked for through no magic link, and gives it away at
/// the other end of `*channel`. File systems of those inside may leave it waiting: whoever does not care to wait for
/// it leaves it behind, and has nothing of it.
///
/// A directory of memory is one on tmpfs(5) or a ramfs, and the one that is told by `device` and `inode`, whatever it
/// is on. Takes CAP_SYS_ADMIN and CAP_SYS_CHROOT. Returns its pid, or -1 and errno.
int cipc_start_fetching(int mounts, int is_lent, const struct cipc_mounted_request *requests, size_t count,
                        uint64_t device, uint64_t inode, int *channel);

/// Takes an answer, with a descriptor where it has one, else -1. Returns 1; 0 at the end; -1 and errno, EAGAIN after
/// `milliseconds` without one.
int cipc_take_fetched(int channel, int milliseconds, struct cipc_mounted_answer *answer,
                      int *descriptor);

/// ioctl(2) NS_GET_USERNS, Linux 4.9: a descriptor of the user namespace that a namespace belongs to; EPERM for one that
/// is not below that of the caller.
int cipc_namespace_owner(int namespace);

/// ioctl(2) NS_GET_OWNER_UID, Linux 4.11: who made a user namespace.
int cipc_namespace_user(int namespace, uint32_t *user);

/// setrlimit(2): raises the soft limit of open descriptors to the hard one. Returns what it is then.
uint64_t cipc_raise_open_files(void);

#endif
