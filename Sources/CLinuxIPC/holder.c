#define _GNU_SOURCE
#include "cipc_holder.h"

#include "background.h"
#include "getdents.h"
#include "cipc_interruption.h"

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

static int is_kept(int number, const int *kept, size_t count) {
  for (size_t index = 0; index < count; index++)
    if (kept[index] == number)
      return 1;
  return 0;
}

static int close_ranges_between(const int *kept, size_t count) {
  unsigned next = 0;
  for (size_t index = 0; index < count; index++) {
    if ((unsigned)kept[index] > next &&
        syscall(SYS_close_range, next, (unsigned)kept[index] - 1, 0) < 0)
      return -1;
    next = (unsigned)kept[index] + 1;
  }
  return (int)syscall(SYS_close_range, next, UINT_MAX, 0);
}

static int close_listed_but(const int *kept, size_t count) {
  _Alignas(struct entry) char entries[2048];
  int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    return -1;
  // The place in the list is the number of a descriptor: what is closed skips none (fs/proc/fd.c,
  // proc_readfd_common).
  long size;
  while ((size = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0)
    for (long place = 0; place < size;) {
      const struct entry *entry = (const struct entry *)(entries + place);
      place += entry->size;
      int number = 0;
      const char *digit = entry->name;
      for (; *digit >= '0' && *digit <= '9'; digit++)
        number = number * 10 + (*digit - '0');
      if (digit != entry->name && number != directory && !is_kept(number, kept, count))
        close(number);
    }
  int saved = errno;
  close(directory);
  errno = saved;
  return size < 0 ? -1 : 0;
}

int cipc_close_all_but(int *kept, size_t count) {
  sort(kept, count);
  // close_range(2) is Linux 5.9, and there are filters that do not know it.
  return close_ranges_between(kept, count) == 0 ? 0 : close_listed_but(kept, count);
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

// Of the one thing that this process does, for its signal handler.
static const struct cipc_keepsake *held;

// The file goes with its holder, also when that is asked to end.
static void on_end(int signal) {
  remove_path(held);
  _exit(128 + signal);
}

static void end_in_order(const struct cipc_keepsake *keepsake) {
  held = keepsake;
  struct sigaction action = {.sa_handler = on_end};
  sigfillset(&action.sa_mask);
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t index = 0; index < sizeof signals / sizeof *signals; index++)
    sigaction(signals[index], &action, NULL);
  // Who started it may have gone.
  signal(SIGPIPE, SIG_IGN);
}

// Marks the record as this process's: a lock belongs to one process, and who has a copy of the descriptor has
// none (fcntl(2), F_SETLK).
static int own(int record) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
  return fcntl(record, F_SETLK, &lock);
}

int cipc_lock_owner(int file) {
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
  if (fcntl(file, F_GETLK, &lock) < 0)
    return -1;
  return lock.l_type == F_UNLCK ? 0 : lock.l_pid;
}

_Noreturn static void report_and_end(int report, int error) {
  (void)!write(report, &error, sizeof error);
  _exit(1);
}

_Noreturn static void hold(
    const struct cipc_keepsake *keepsake, int *kept, int confirmation, int report) {
  cipc_reset_signals();
  end_in_order(keepsake);
  size_t count = keepsake->count;
  kept[count++] = keepsake->record;
  kept[count++] = confirmation;
  kept[count++] = report;
  if (cipc_close_all_but(kept, count) < 0 || chdir("/") < 0 || own(keepsake->record) < 0)
    report_and_end(report, errno);
  prctl(PR_SET_NAME, "ipctool");
  prctl(PR_SET_DUMPABLE, 1);
#ifdef PR_SET_PTRACER
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); // EINVAL without Yama
#endif
  int ready = 0;
  (void)!write(report, &ready, sizeof ready);
  close(report);
  char byte;
  ssize_t size;
  do
    size = read(confirmation, &byte, 1);
  while (size < 0 && errno == EINTR);
  close(confirmation);
  if (size == 1) {
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

int cipc_hold(const struct cipc_keepsake *keepsake, int *confirmation, int *report) {
  int confirming[2], reporting[2];
  int *kept = calloc(keepsake->count + 3, sizeof *kept);
  if (!kept)
    return -1;
  for (size_t index = 0; index < keepsake->count; index++)
    kept[index] = keepsake->descriptors[index];
  if (pipe2(confirming, O_CLOEXEC) < 0) {
    free(kept);
    return -1;
  }
  if (pipe2(reporting, O_CLOEXEC) < 0) {
    int saved = errno;
    close(confirming[0]);
    close(confirming[1]);
    free(kept);
    errno = saved;
    return -1;
  }
  pid_t child = fork();
  if (child == 0) {
    // It must not keep open what tells it that we have gone.
    close(confirming[1]);
    if (setsid() < 0)
      report_and_end(reporting[1], errno);
    // Not the leader of its session: no terminal that it opens can become its own. And its parent ends, so
    // that nobody of ours has to wait for it.
    pid_t grandchild = fork();
    if (grandchild == 0)
      hold(keepsake, kept, confirming[0], reporting[1]);
    if (grandchild < 0)
      report_and_end(reporting[1], errno);
    _exit(0);
  }
  int saved = errno;
  // What became of it the report tells: where SIGCHLD is ignored the kernel waits for our children.
  while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {
  }
  free(kept);
  close(confirming[0]);
  close(reporting[1]);
  if (child < 0) {
    close(confirming[1]);
    close(reporting[0]);
    errno = saved;
    return -1;
  }
  *confirmation = confirming[1];
  *report = reporting[0];
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
  // A signal that asked us to end is not to be lost with its handler: one that came is acted on instead, and one
  // that comes finds its usual effect, here or in the program that is executed.
  if (cipc_interruption_suspend() < 0)
    return -1;
  // What is ignored stays so in the program that is executed (execve(2)); handlers do not.
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  execvp(arguments[0], arguments);
  int saved = errno;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  cipc_interruption_resume();
  errno = saved;
  return -1;
}
