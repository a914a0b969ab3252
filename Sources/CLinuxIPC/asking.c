#define _GNU_SOURCE
#include "cipc_files.h"

#include "background.h"
#include "cipc_children.h"
#include "cipc_namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// As in holder.c: in a copy of ours nothing runs but calls that are safe in a signal handler.

// All that has to be asked of who serves a directory before its entries are there.
static void ask(int directory, const char *path) {
  int handle = openat(directory, path, O_PATH | O_CLOEXEC);
  struct stat st;
  struct statfs system;
  if (handle < 0 || fstat(handle, &st) < 0 || !S_ISDIR(st.st_mode) ||
      fstatfs(handle, &system) < 0)
    return;
  // To open it would have something mounted.
  if (system.f_type == AUTOFS_SUPER_MAGIC)
    return;
  char entries[1024];
  int opened = openat(handle, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
  (void)!syscall(SYS_getdents64, opened, entries, sizeof entries);
}

int cipc_ask_directory(int directory, const char *path, int milliseconds) {
  pid_t parent = getpid();
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0)
    return -1;
  pid_t child = fork();
  if (child == 0) {
    int kept[] = {directory, ends[1]};
    int first = directory < 0;
    cipc_reset_signals();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
        cipc_close_all_but(kept + first, 2 - (size_t)first) == 0)
      ask(directory, path);
    _exit(0);
  }
  int saved = errno;
  close(ends[1]);
  int ready = -1;
  if (child > 0) {
    // Its end is closed when it has ended.
    struct pollfd end = {.fd = ends[0]};
    do
      ready = poll(&end, 1, milliseconds);
    while (ready < 0 && errno == EINTR);
    saved = ready == 0 ? ETIMEDOUT : errno;
    if (ready > 0)
      cipc_wait_for_child(child);
    else
      cipc_leave_visit(child);
  }
  close(ends[0]);
  errno = saved;
  return ready > 0 ? 0 : -1;
}
