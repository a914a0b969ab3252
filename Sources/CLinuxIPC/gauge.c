#define _GNU_SOURCE
#include "cipc_gauge.h"

#include "background.h"
#include "cipc_descriptors.h"
#include "cipc_holder.h"
#include "cipc_processes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// As in holder.c: in a copy of ours nothing runs but calls that are safe in a signal handler.

struct child {
  _Atomic uint32_t job, turns, has_finished;
};

// What is written on both sides.
struct note {
  _Atomic uint8_t outcome, is_spared;
};

struct cipc_gauge {
  size_t size, job_count;
  _Atomic uint32_t next, finished;
  struct child children[CIPC_GAUGE_CHILDREN];
  struct cipc_gauge_job *jobs;
  struct note *notes;
  struct cipc_gauge_end *ends;
  char *room;
  size_t room_size;
};

struct cipc_gauge *cipc_gauge_make(size_t jobs, size_t ends, size_t room) {
  size_t size = sizeof(struct cipc_gauge) + jobs * sizeof(struct cipc_gauge_job) +
                ends * sizeof(struct cipc_gauge_end) + jobs * sizeof(struct note) + room;
  void *memory = mmap(
      NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED)
    return NULL;
  struct cipc_gauge *gauge = memory;
  gauge->size = size;
  gauge->job_count = jobs;
  // In the order of their alignment.
  gauge->jobs = (struct cipc_gauge_job *)(gauge + 1);
  gauge->ends = (struct cipc_gauge_end *)(gauge->jobs + jobs);
  gauge->notes = (struct note *)(gauge->ends + ends);
  gauge->room = (char *)(gauge->notes + jobs);
  gauge->room_size = room;
  return gauge;
}

void cipc_gauge_free(struct cipc_gauge *gauge) { munmap(gauge, gauge->size); }

struct cipc_gauge_job *cipc_gauge_jobs(struct cipc_gauge *gauge) { return gauge->jobs; }
struct cipc_gauge_end *cipc_gauge_ends(struct cipc_gauge *gauge) { return gauge->ends; }
const void *cipc_gauge_room(struct cipc_gauge *gauge) { return gauge->room; }

enum cipc_gauge_outcome cipc_gauge_outcome(struct cipc_gauge *gauge, size_t job) {
  return (enum cipc_gauge_outcome)gauge->notes[job].outcome;
}

void cipc_gauge_spare(struct cipc_gauge *gauge, size_t job) { gauge->notes[job].is_spared = 1; }
int cipc_gauge_is_spared(struct cipc_gauge *gauge, size_t job) {
  return gauge->notes[job].is_spared;
}

// Neighbours among pipes mostly have neighbours among processes as holders.
struct handle {
  int32_t pid, descriptor;
  uint8_t is_thread;
};
#define HANDLE_COUNT 4

#define FIRST_DESCRIPTOR 97
const int cipc_gauge_first_descriptor = FIRST_DESCRIPTOR;
const int cipc_gauge_last_descriptor = FIRST_DESCRIPTOR + HANDLE_COUNT;

// What is opened next has the lowest number that is free: open(2).
static void fill_descriptors(void) {
  int handle = cipc_pidfd_open(getpid());
  while (handle >= 0 && handle < FIRST_DESCRIPTOR - 1)
    handle = fcntl(handle, F_DUPFD_CLOEXEC, 0);
}

static int borrow(const struct cipc_gauge_end *end, struct handle handles[HANDLE_COUNT]) {
  struct handle *handle = handles + (uint32_t)end->pid % HANDLE_COUNT;
  if (handle->pid != end->pid || handle->is_thread != end->is_thread) {
    if (handle->pid)
      close(handle->descriptor);
    handle->pid = 0;
    int opened = end->is_thread ? cipc_pidfd_open_thread(end->pid) : cipc_pidfd_open(end->pid);
    if (opened < 0)
      return -1;
    *handle = (struct handle){end->pid, opened, end->is_thread};
  }
  return cipc_pidfd_getfd(handle->descriptor, end->fd);
}

static int ask_lockless(
    int descriptor, const struct cipc_gauge_end *end, struct cipc_gauge_job *job) {
  struct cipc_pipe_state *state = &job->state;
  struct pollfd request = {.fd = descriptor, .events = POLLIN | POLLOUT};
  if (poll(&request, 1, 0) < 0)
    return -1;
  if (end->can_write) {
    state->has_room = (request.revents & POLLOUT) != 0;
    state->has_no_readers = (request.revents & POLLERR) != 0;
  }
  if (!end->can_read)
    return 0;
  state->has_data = (request.revents & POLLIN) != 0;
  state->has_no_writers = (request.revents & POLLHUP) != 0;
  // A reader of a FIFO that did not wait for a writer (O_NONBLOCK) sees no POLLHUP until one came and went
  // (fs/pipe.c, fifo_open): for that, and for that alone, poll(2) is no proof.
  state->has_writers = state->has_no_writers ? 0 : job->is_anonymous ? 1 : -1;
  return 0;
}

// Where both ends are known to be held and nothing is unread, poll(2) could tell nothing new and is not called.
static int ask(
    int descriptor, const struct cipc_gauge_end *end, struct cipc_gauge_job *job) {
  struct cipc_pipe_state *state = &job->state;
  int unread = 0;
  if (ioctl(descriptor, FIONREAD, &unread) < 0)
    return -1;
  int capacity = fcntl(descriptor, F_GETPIPE_SZ);
  if (capacity < 0)
    return -1;
  *state = (struct cipc_pipe_state){.has_room = 1, .has_writers = job->is_anonymous ? 1 : -1};
  if ((unread > 0 || !job->has_both_ends) && ask_lockless(descriptor, end, job) < 0)
    return -1;
  state->unread = (uint32_t)unread;
  state->capacity = (uint32_t)capacity;
  state->has_data = unread > 0;
  if (state->has_writers < 0 && !end->can_write)
    state->has_writers = cipc_pipe_has_writers(descriptor);
  return 0;
}

static int tee_through(int end, const int ends[2], struct cipc_gauge *gauge,
                       struct cipc_gauge_job *job) {
  // As many slots, or the copy ends early, however little is in each of them.
  fcntl(ends[1], F_SETPIPE_SZ, job->state.capacity);
  size_t most = gauge->room_size < INT_MAX ? gauge->room_size : INT_MAX;
  ssize_t copied = tee(end, ends[1], most, SPLICE_F_NONBLOCK);
  if (copied < 0)
    return errno == EAGAIN ? 0 : -1;
  int unread = 0;
  ioctl(end, FIONREAD, &unread);
  int capacity = fcntl(ends[1], F_GETPIPE_SZ);
  job->is_cut = unread > copied &&
                ((size_t)copied == most || capacity < (int)job->state.capacity);
  while (job->copied < (size_t)copied) {
    ssize_t count = read(ends[0], gauge->room + job->copied, (size_t)copied - job->copied);
    if (count <= 0)
      return count < 0 ? -1 : 0;
    job->copied += (size_t)count;
  }
  return 0;
}

static void copy(int end, struct cipc_gauge *gauge, struct cipc_gauge_job *job) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) {
    job->copy_error = errno;
    return;
  }
  if (tee_through(end, ends, gauge, job) < 0)
    job->copy_error = errno;
  close(ends[0]);
  close(ends[1]);
}

static int is_meant(int descriptor, struct cipc_gauge_job *job) {
  return cipc_fstat_cached(descriptor, &job->file) == 0 && job->file.device == job->device &&
         job->file.inode == job->inode;
}

static void do_job(
    struct cipc_gauge *gauge, size_t number, struct handle handles[HANDLE_COUNT]) {
  struct cipc_gauge_job *job = gauge->jobs + number;
  struct note *note = gauge->notes + number;
  int is_spared = note->is_spared;
  for (uint32_t index = 0; index < job->end_count; index++) {
    const struct cipc_gauge_end *end = gauge->ends + job->first_end + index;
    // Without its lock each end tells of itself.
    if ((job->reads || !end->can_read) && (job->writes || !end->can_write))
      continue;
    int descriptor = borrow(end, handles);
    if (descriptor < 0) {
      if (errno == EBADF || errno == ESRCH)
        job->is_unsure = 1;
      else
        job->error = errno;
      continue;
    }
    if (is_meant(descriptor, job)) {
      int told = is_spared ? ask_lockless(descriptor, end, job) : ask(descriptor, end, job);
      job->is_told = told == 0;
      job->reads |= end->can_read;
      job->writes |= end->can_write;
      if (job->is_copied && job->is_told && !is_spared)
        copy(descriptor, gauge, job);
      // The last one to close it waits for the lock, too (fs/pipe.c, pipe_release).
      note->outcome = CIPC_GAUGE_ASKED;
    } else {
      job->is_unsure = 1;
    }
    close(descriptor);
    if (note->outcome && !is_spared)
      return;
  }
  if (!note->outcome)
    note->outcome = job->error ? CIPC_GAUGE_REFUSED : CIPC_GAUGE_GONE;
}

static long futex(_Atomic uint32_t *word, int operation, uint32_t value, struct timespec *limit) {
  return syscall(SYS_futex, word, operation, value, limit, NULL, 0);
}

static void do_jobs(struct cipc_gauge *gauge, struct child *child) {
  struct handle handles[HANDLE_COUNT] = {{0}};
  for (;;) {
    uint32_t job = atomic_fetch_add(&gauge->next, 1);
    if (job >= gauge->job_count)
      break;
    child->job = job;
    child->turns++;
    do_job(gauge, job, handles);
  }
  child->has_finished = 1;
  gauge->finished++;
  futex(&gauge->finished, FUTEX_WAKE, 1, NULL);
}

int cipc_gauge_start(struct cipc_gauge *gauge, unsigned number) {
  pid_t child = cipc_fork_tied();
  if (child != 0)
    return child;
  cipc_reset_signals();
  // Whoever waits for an end of file is not to wait for one that was left behind.
  if (cipc_close_all_but(NULL, 0) == 0) {
    fill_descriptors();
    do_jobs(gauge, gauge->children + number);
  }
  _exit(0);
}

struct cipc_gauge_progress cipc_gauge_progress(struct cipc_gauge *gauge, unsigned number) {
  struct child *child = gauge->children + number;
  return (struct cipc_gauge_progress){child->job, child->turns, (int)child->has_finished};
}

uint32_t cipc_gauge_wait(struct cipc_gauge *gauge, uint32_t known, int64_t nanoseconds) {
  struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  uint32_t finished = gauge->finished;
  if (finished <= known)
    futex(&gauge->finished, FUTEX_WAIT, finished, &limit);
  return gauge->finished;
}

size_t cipc_gauge_begun(struct cipc_gauge *gauge) { return gauge->next; }

void cipc_gauge_stop(struct cipc_gauge *gauge) { gauge->next = (uint32_t)gauge->job_count; }

void cipc_gauge_leave(int child, int handle) {
  // Where SIGCHLD is ignored its number may be another process's by now.
  if (handle >= 0)
    cipc_pidfd_send_signal(handle, SIGKILL);
  waitpid(child, NULL, WNOHANG);
}
