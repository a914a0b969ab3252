#define _GNU_SOURCE
#include "cipc_holder.h"

#include "background.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/memfd.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// Between fork(2) and the end of the process nothing runs here but calls that are safe in a signal handler:
// Swift's runtime and the allocator belong to threads that are not there any more.

static void sort(int *numbers, size_t count) {
  for (size_t end = 1; end < count; end++)
    for (size_t place = end; place > 0 && numbers[place - 1] > numbers[place]; place--) {
      int other = numbers[place];
      numbers[place] = numbers[place - 1];
      numbers[place - 1] = other;
    }
}

void cipc_close_all_but(int *kept, size_t count) {
  sort(kept, count);
  unsigned next = 0;
  for (size_t index = 0; index < count; index++) {
    if ((unsigned)kept[index] > next)
      syscall(SYS_close_range, next, (unsigned)kept[index] - 1, 0);
    next = (unsigned)kept[index] + 1;
  }
  syscall(SYS_close_range, next, UINT_MAX, 0);
}

void cipc_reset_signals(void) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int signal = 1; signal < NSIG; signal++)
    sigaction(signal, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static void remove_path(const struct cipc_keepsake *keepsake) {
  struct stat st;
  if (keepsake->path && lstat(keepsake->path, &st) == 0 && st.st_dev == keepsake->device &&
      st.st_ino == keepsake->inode)
    unlink(keepsake->path);
}

static void hold(const struct cipc_keepsake *keepsake, int *kept, int confirmation) {
  cipc_reset_signals();
  kept[keepsake->count] = confirmation;
  cipc_close_all_but(kept, keepsake->count + 1);
  if (chdir("/") < 0)
    _exit(1);
  prctl(PR_SET_NAME, "ipctool");
  prctl(PR_SET_DUMPABLE, 1);
#ifdef PR_SET_PTRACER
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); // EINVAL without Yama
#endif
  char byte;
  ssize_t count;
  do
    count = read(confirmation, &byte, 1);
  while (count < 0 && errno == EINTR);
  close(confirmation);
  if (count == 1) {
    struct timespec end;
    clock_gettime(CLOCK_BOOTTIME, &end);
    if (keepsake->seconds == 0 || keepsake->seconds > (uint64_t)(LONG_MAX - end.tv_sec))
      for (;;)
        pause();
    end.tv_sec += (time_t)keepsake->seconds;
    while (clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &end, NULL) == EINTR) {
    }
  }
  remove_path(keepsake);
  _exit(0);
}

int cipc_hold(const struct cipc_keepsake *keepsake, int *confirmation) {
  int ends[2];
  int *kept = calloc(keepsake->count + 1, sizeof *kept);
  if (!kept)
    return -1;
  for (size_t index = 0; index < keepsake->count; index++)
    kept[index] = keepsake->descriptors[index];
  if (pipe2(ends, O_CLOEXEC) < 0) {
    free(kept);
    return -1;
  }
  pid_t child = fork();
  if (child == 0) {
    if (setsid() < 0)
      _exit(errno);
    // Not the leader of its session: no terminal that it opens can become its own. And its parent ends, so
    // that nobody of ours has to wait for it.
    pid_t grandchild = fork();
    if (grandchild == 0)
      hold(keepsake, kept, ends[0]);
    _exit(grandchild < 0 ? errno : 0);
  }
  int error = child < 0 ? errno : 0;
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0)
    if (errno != EINTR) {
      // Somebody ignores SIGCHLD, and the kernel waits for our children.
      status = 0;
      break;
    }
  if (child > 0)
    error = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
  free(kept);
  close(ends[0]);
  if (error) {
    close(ends[1]);
    errno = error;
    return -1;
  }
  *confirmation = ends[1];
  return 0;
}

const int cipc_seals_of_record = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;

int cipc_sealed_memfd(const char *name, const void *content, size_t size) {
  int file = cipc_memfd(name, 0);
  if (file < 0)
    return -1;
  if (write(file, content, size) == (ssize_t)size &&
      fcntl(file, F_ADD_SEALS, cipc_seals_of_record) == 0)
    return file;
  int saved = errno;
  close(file);
  errno = saved;
  return -1;
}

int cipc_pidfd_send_signal(int process, int signal) {
  return (int)syscall(SYS_pidfd_send_signal, process, signal, NULL, 0);
}

int cipc_inherit(int descriptor) {
  int flags = fcntl(descriptor, F_GETFD);
  return flags < 0 ? -1 : fcntl(descriptor, F_SETFD, flags & ~FD_CLOEXEC);
}

int cipc_execute(char *const arguments[]) {
  // What is ignored stays so in the program that is executed (execve(2)); handlers do not.
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  execvp(arguments[0], arguments);
  int saved = errno;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  errno = saved;
  return -1;
}
