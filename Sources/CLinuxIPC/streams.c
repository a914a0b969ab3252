#define _GNU_SOURCE
#include "cipc_streams.h"

#include "cipc_interruption.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// Before Linux 6.5 pipes know no RWF_NOWAIT, and counters never knew it for writes.
static int knows_no_flags(ssize_t result) { return result < 0 && errno == EOPNOTSUPP; }

static int wait_for(int descriptor, short events, int nonblocking) {
  struct pollfd request = {.fd = descriptor, .events = events};
  return poll(&request, 1, nonblocking ? 0 : -1);
}

static int is_not_ready(int descriptor, short events) {
  int ready = wait_for(descriptor, events, 1);
  if (ready == 0)
    errno = EAGAIN;
  return ready <= 0;
}

// poll(2) tells what was so a moment ago, and of a counter that one more fits: a call that has to wait all the same
// is interrupted, and has moved nothing then.
static int begin_soon(void) {
  const int64_t patience = 10 * 1000 * 1000; // 10 ms
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  int begun = cipc_interruption_set_deadline(now.tv_sec * 1000000000LL + now.tv_nsec + patience);
  if (begun < 0)
    errno = EAGAIN;
  return begun;
}

static ssize_t end_soon(ssize_t result) {
  int saved = errno;
  cipc_interruption_set_deadline(0);
  errno = result < 0 && saved == EINTR && !cipc_interruption_signal() ? EAGAIN : saved;
  return result;
}

int64_t cipc_read_now(int descriptor, void *buffer, size_t size) {
  struct iovec target = {.iov_base = buffer, .iov_len = size};
  ssize_t result = preadv2(descriptor, &target, 1, -1, RWF_NOWAIT);
  if (!knows_no_flags(result))
    return result;
  if (is_not_ready(descriptor, POLLIN) || begin_soon() < 0)
    return -1;
  return end_soon(read(descriptor, buffer, size));
}

int64_t cipc_write_now(int descriptor, const void *buffer, size_t size) {
  struct iovec source = {.iov_base = (void *)buffer, .iov_len = size};
  ssize_t result = pwritev2(descriptor, &source, 1, -1, RWF_NOWAIT);
  if (!knows_no_flags(result))
    return result;
  if (is_not_ready(descriptor, POLLOUT) || begin_soon() < 0)
    return -1;
  // Where poll(2) tells of room in a pipe there is that much (pipe(7)).
  return end_soon(write(descriptor, buffer, size < PIPE_BUF ? size : PIPE_BUF));
}

int64_t cipc_splice(int from, int to, size_t size, int nonblocking) {
  return splice(from, NULL, to, NULL, size, SPLICE_F_MOVE | (nonblocking ? SPLICE_F_NONBLOCK : 0));
}

int64_t cipc_sendfile(int to, int from, size_t size) { return sendfile(to, from, NULL, size); }

int cipc_pipe_size(int end) { return fcntl(end, F_GETPIPE_SZ); }

int cipc_set_pipe_size(int end, uint64_t size) {
  if (size > INT_MAX) {
    errno = EINVAL;
    return -1;
  }
  return fcntl(end, F_SETPIPE_SZ, (int)size);
}

int64_t cipc_unread(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) < 0 ? -1 : count;
}

int cipc_mkfifo(const char *path, uint32_t mode) {
  mode_t mask = umask(0);
  int result = mkfifo(path, (mode_t)mode);
  int saved = errno;
  umask(mask);
  errno = saved;
  return result;
}

int cipc_reopen(int handle, int access, int nonblocking) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", handle);
  return open(path, access | O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0));
}

int cipc_wait_readable(int descriptor, int nonblocking) {
  return wait_for(descriptor, POLLIN, nonblocking);
}

int cipc_wait_writable(int descriptor, int nonblocking) {
  return wait_for(descriptor, POLLOUT, nonblocking);
}

int cipc_fill_standard_streams(void) {
  for (int number = STDIN_FILENO; number <= STDERR_FILENO; number++)
    // The lowest number that is free is taken: open(2).
    if (fcntl(number, F_GETFD) < 0 && open("/", O_PATH | O_CLOEXEC) < 0)
      return -1;
  return 0;
}
