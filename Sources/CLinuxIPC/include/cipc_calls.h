#ifndef CIPC_CALLS_H
#define CIPC_CALLS_H

#include <stdint.h>

/// How the arguments of a system call tell what it may wait for.
enum cipc_call_form {
  CIPC_CALL_OTHER,        // nothing that is known here
  CIPC_CALL_READ,         // a descriptor
  CIPC_CALL_WRITE,        // a descriptor
  CIPC_CALL_SPLICE,       // two descriptors: the places of the one read from and the one written to differ
  CIPC_CALL_TEE,
  CIPC_CALL_SENDFILE,
  CIPC_CALL_VMSPLICE,
  CIPC_CALL_RECEIVE_MANY, // a descriptor, and a time limit that counts after the first message only
  CIPC_CALL_OPEN,         // a path
  CIPC_CALL_MESSAGE_SEND, // a System V queue
  CIPC_CALL_MESSAGE_RECEIVE,
  CIPC_CALL_SEMAPHORE,    // a System V set and operations
  CIPC_CALL_SEMAPHORE_TIMED,
  CIPC_CALL_QUEUE_SEND,   // a descriptor of a POSIX queue, and a time limit
  CIPC_CALL_QUEUE_RECEIVE,
  CIPC_CALL_ACCEPT,
  CIPC_CALL_CONNECT,
  CIPC_CALL_SENDTO,       // a descriptor, and an address that may be missing
  CIPC_CALL_SENDMSG,      // a descriptor, and a message with one
  CIPC_CALL_FLOCK,
  CIPC_CALL_FCNTL,        // locks, by its second argument
  CIPC_CALL_FUTEX,        // an address; what it does stands in the second argument
  CIPC_CALL_FUTEX_WAIT,
  CIPC_CALL_FUTEX_WAITV,
  CIPC_CALL_POLL,         // an array, and milliseconds
  CIPC_CALL_PPOLL,        // an array, and a time limit in memory
  CIPC_CALL_SELECT,
  CIPC_CALL_EPOLL,        // a descriptor, and milliseconds
  CIPC_CALL_EPOLL_TIMED,  // a descriptor, and a time limit in memory
  CIPC_CALL_WAIT4,
  CIPC_CALL_WAITID,
  CIPC_CALL_RESTART,
};

/// A call of this architecture: its name, or NULL for one that is not in the table, and its form.
struct cipc_call {
  const char *name;
  enum cipc_call_form form;
  /// The place of the argument that tells which signals are let through meanwhile; 0 for none.
  int mask;
};

struct cipc_call cipc_call(int64_t number);

/// The numbers of those that restart_syscall(2) may go on with; poll is ppoll where there is no other.
extern const int64_t cipc_sys_poll, cipc_sys_futex, cipc_sys_clock_nanosleep;

extern const int cipc_f_setlkw, cipc_f_ofd_setlkw;
extern const int16_t cipc_f_wrlck;
extern const int cipc_p_pid, cipc_p_pgid, cipc_p_pidfd;
/// Of a futex operation: what remains without its flags, and the flag of one that is never shared.
extern const int cipc_futex_command, cipc_futex_private;
extern const int cipc_futex_wait, cipc_futex_wait_bitset, cipc_futex_lock_pi, cipc_futex_lock_pi2,
    cipc_futex_wait_requeue_pi;

/// struct pollfd and struct sembuf have the same layout everywhere; poll(2), semop(2).
extern const int16_t cipc_pollin, cipc_pollout, cipc_pollend;

/// The number of bits in an element of fd_set, select(2).
extern const int cipc_fd_bits;

#endif
