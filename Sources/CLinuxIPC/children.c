#define _GNU_SOURCE
#include "cipc_children.h"

#include "background.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// As in holder.c: in a copy of ours nothing runs but calls that are safe in a signal handler.

int cipc_channel(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) == 0)
    return 0;
  int saved = errno;
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
    errno = saved;
    return -1;
  }
  ends[0] = pair[0];
  ends[1] = pair[1];
  return 0;
}

static pid_t fork_tied_by(int signal) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child != 0)
    return child;
  prctl(PR_SET_PDEATHSIG, signal);
  // It may have ended before that.
  if (getppid() != parent)
    _exit(1);
  return 0;
}

pid_t cipc_fork_tied(void) { return fork_tied_by(SIGKILL); }

static void execute_self(char *const arguments[], const int streams[3]) {
  // One of them may have the number of another: all are moved out of the way first.
  int moved[3];
  for (int number = 0; number < 3; number++)
    moved[number] = fcntl(streams[number], F_DUPFD_CLOEXEC, 3);
  for (int number = 0; number < 3; number++)
    dup2(moved[number], number);
  execv("/proc/self/exe", arguments);
  // Without /proc it is found as we were.
  const char *path = (const char *)getauxval(AT_EXECFN);
  if (path)
    execv(path, arguments);
}

int cipc_start_self(char *const arguments[], int input, int output, int error, int is_spared) {
  const int streams[] = {input, output, error};
  pid_t child = fork_tied_by(is_spared ? SIGTERM : SIGKILL);
  if (child != 0)
    return child;
  cipc_reset_signals();
  if (is_spared)
    setsid();
  execute_self(arguments, streams);
  _exit(127);
}

// For what is about to come, and may not: a second in a hundred parts.
static int pause_before(int *attempt) {
  static const struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
  nanosleep(&pause, NULL);
  return ++*attempt < 100;
}

static int ends_by(int child, int signal) {
  kill(child, signal);
  // It may hang in a call that no signal ends, or in the hands of a tracer.
  int attempt = 0;
  pid_t ended;
  while ((ended = waitpid(child, NULL, WNOHANG)) == 0 && pause_before(&attempt))
    ;
  return ended != 0;
}

void cipc_end_child(int child, int is_spared) {
  if (!is_spared || !ends_by(child, SIGTERM))
    ends_by(child, SIGKILL);
}

void cipc_leave_child(int child) {
  kill(child, SIGKILL);
  waitpid(child, NULL, WNOHANG);
}

int32_t cipc_wait_for_child(int child) {
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return INT32_MIN;
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void run_rm(char *addresses) {
  static char *arguments[256] = {"ipctool", "rm"};
  size_t count = 2;
  char *place = NULL;
  for (char *line = strtok_r(addresses, "\n", &place);
       line && count < sizeof arguments / sizeof *arguments - 1;
       line = strtok_r(NULL, "\n", &place))
    arguments[count++] = line;
  if (count == 2)
    return;
  pid_t child = fork();
  if (child == 0) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int streams[] = {null, null, null};
    execute_self(arguments, streams);
    _exit(127);
  }
  if (child > 0)
    cipc_wait_for_child(child);
}

static void guard(int announcements, int echo, const struct cipc_guarded *guarded) {
  cipc_reset_signals();
  signal(SIGPIPE, SIG_IGN);
  int kept[] = {announcements, echo};
  // With a copy of the other end it would never learn that nobody has it any more.
  if (cipc_close_all_but(kept, 2) < 0)
    _exit(1);
  static char text[128 * 1024];
  size_t size = 0;
  while (size < sizeof text - 1) {
    ssize_t count = read(announcements, text + size, sizeof text - 1 - size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      break;
    // Nobody reads it who is gone, and is told in vain.
    (void)!write(echo, text + size, (size_t)count);
    size += (size_t)count;
  }
  if (size > 0 && text[size - 1] != 0)
    run_rm(text);
  if (guarded->file)
    unlink(guarded->file);
  // A command that removes the file has given it another name, and is about to unlink it.
  int attempt = 0;
  while (guarded->directory && rmdir(guarded->directory) < 0 && errno == ENOTEMPTY &&
         pause_before(&attempt))
    ;
  _exit(0);
}

int cipc_guard(int announcements, int echo, const struct cipc_guarded *guarded) {
  pid_t child = fork();
  if (child != 0)
    return child;
  setsid();
  guard(announcements, echo, guarded);
  _exit(0);
}
