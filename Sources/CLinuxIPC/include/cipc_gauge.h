#ifndef CIPC_GAUGE_H
#define CIPC_GAUGE_H

#include "cipc_files.h"

#include <stddef.h>
#include <stdint.h>

// What pipes hold is asked by processes of our own. A pipe's lock is held by who sleeps in splice(2), sendfile(2) or
// tee(2) at the other one of his two descriptors, and by who copies from memory that is not there (fs/splice.c,
// fs/pipe.c). ioctl(2), fcntl(2), read(2) and the last close(2) wait for it, and no signal ends that (mutex_lock):
// neither can a process end of which a thread waits so. One that was forked can be left behind; it ends when the
// lock is given up. poll(2) and fstat(2) take no lock.

/// An end of a pipe that a process has open.
struct cipc_gauge_end {
  int32_t pid;
  int32_t fd;
  uint8_t is_thread; // pid is the number of a thread, whose own table of descriptors is meant
  uint8_t can_read, can_write;
};

enum cipc_gauge_outcome {
  CIPC_GAUGE_UNASKED,
  CIPC_GAUGE_ASKED,
  CIPC_GAUGE_GONE,    // nobody of those who were named has it
  CIPC_GAUGE_REFUSED, // somebody may not be asked: `error`
};

/// What an end of a pipe or FIFO tells of it.
struct cipc_pipe_state {
  uint32_t unread;   // bytes
  uint32_t capacity; // bytes
  int has_data;
  int has_room;       // of a write end: a write would not wait
  int has_no_readers; // of a write end
  int has_no_writers; // of a read end
  int has_writers;    // of a read end: 1 or 0; -1 where it does not tell, as some read ends of a FIFO do not
};

/// A pipe to be asked: what is to be known of it, and what came of that.
struct cipc_gauge_job {
  uint64_t device, inode;
  uint32_t first_end, end_count; // those that may be asked, in that order
  uint8_t has_both_ends;         // both are known to be held
  uint8_t is_anonymous;          // and no FIFO
  uint8_t is_copied;             // to the room, if there is one

  uint8_t is_told; // the state
  uint8_t is_unsure; // somebody had no such descriptor, who may have it in a thread's own table
  uint8_t is_cut;  // of the copy: later bytes are missing
  uint8_t reads, writes; // which ends told it
  int32_t error;
  int32_t copy_error; // of tee(2); 0 for none
  uint64_t copied;    // bytes
  struct cipc_pipe_state state;
  struct cipc_file_status file;
};

/// Jobs, in memory that is shared with those who do them.
struct cipc_gauge;

/// How many children there may be.
#define CIPC_GAUGE_CHILDREN 12

/// Returns NULL and errno where there is no such memory. Pages are had when they are touched.
struct cipc_gauge *cipc_gauge_make(size_t jobs, size_t ends, size_t room);
void cipc_gauge_free(struct cipc_gauge *gauge);

struct cipc_gauge_job *cipc_gauge_jobs(struct cipc_gauge *gauge);
struct cipc_gauge_end *cipc_gauge_ends(struct cipc_gauge *gauge);
const void *cipc_gauge_room(struct cipc_gauge *gauge);

/// What came of a job.
enum cipc_gauge_outcome cipc_gauge_outcome(struct cipc_gauge *gauge, size_t job);

/// From now on a pipe is only asked what takes no lock.
void cipc_gauge_spare(struct cipc_gauge *gauge, size_t job);
int cipc_gauge_is_spared(struct cipc_gauge *gauge, size_t job);

/// Starts a child, the `number`th, that does jobs that nobody else has begun, and ends. It has no descriptors but
/// those it borrows, and ends with the calling thread. Returns its pid, or -1 and errno.
int cipc_gauge_start(struct cipc_gauge *gauge, unsigned number);

/// By these numbers of the descriptors that it borrows a child is known that was left behind: the lower ones it fills,
/// with handles on itself.
extern const int cipc_gauge_first_descriptor, cipc_gauge_last_descriptor;

/// How far a child has come.
struct cipc_gauge_progress {
  uint32_t job;
  uint32_t turns; // jobs that it began
  int has_finished;
};
struct cipc_gauge_progress cipc_gauge_progress(struct cipc_gauge *gauge, unsigned number);

/// Waits until more than `known` children have finished, no longer than so many nanoseconds (futex(2)). Returns how
/// many have.
uint32_t cipc_gauge_wait(struct cipc_gauge *gauge, uint32_t known, int64_t nanoseconds);

/// How many jobs were begun.
size_t cipc_gauge_begun(struct cipc_gauge *gauge);

/// Nothing more is begun.
void cipc_gauge_stop(struct cipc_gauge *gauge);

/// Leaves a child behind that `handle` (pidfd_open(2)) leads to: it ends as soon as it can (SIGKILL).
void cipc_gauge_leave(int child, int handle);

#endif
