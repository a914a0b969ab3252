#define _GNU_SOURCE
#include "visits.h"

#include "background.h"
#include "cipc_namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// As in holder.c: in a copy of ours nothing runs but calls that are safe in a signal handler.

int cipc_open_plain(const char *path, int flags) {
  struct open_how how = {
      .flags = (uint64_t)(flags | O_CLOEXEC),
      .resolve = RESOLVE_NO_MAGICLINKS,
  };
  return (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

// Whoever sends one waits less long.
static const unsigned int most_seconds = 10;

static int lay_down_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {};
  return (int)syscall(SYS_capset, &header, none);
}

static struct visit enter(int mounts, int is_lent, int channel) {
  struct visit visit = {
      .channel = channel,
      .self = open("/proc/self", O_PATH | O_DIRECTORY | O_CLOEXEC),
  };
  int kept[] = {channel, mounts, visit.self};
  cipc_reset_signals();
  // The thread sanitizer gives a copy of ours a thread more, and who shares a root directory may not leave it.
  if (visit.self < 0 || cipc_close_all_but(kept, 3) < 0 || unshare(CLONE_FS) < 0 ||
      setns(mounts, CLONE_NEWNS) < 0 || (is_lent && lay_down_capabilities() < 0))
    visit.error = errno;
  return visit;
}

int cipc_start_visit(int mounts, int is_lent,
                     void (*body)(const struct visit *visit, const void *argument),
                     const void *argument, int *channel) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
    return -1;
  pid_t child = cipc_fork_tied();
  if (child == 0) {
    struct visit visit = enter(mounts, is_lent, ends[1]);
    // It has the rights of who sent it, and those inside may give it work without end.
    alarm(most_seconds);
    body(&visit, argument);
    _exit(0);
  }
  int saved = errno;
  close(ends[1]);
  if (child < 0)
    close(ends[0]);
  else
    *channel = ends[0];
  errno = saved;
  return child;
}

int cipc_await_visit(int channel, int milliseconds) {
  struct pollfd request = {.fd = channel, .events = POLLIN};
  int ready = poll(&request, 1, milliseconds);
  if (ready == 0)
    errno = EAGAIN;
  return ready > 0 ? 0 : -1;
}
