#define _GNU_SOURCE
#include "cipc_calls.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <stddef.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>

// The headers may be older than the kernel; these have one number on all architectures
// (scripts/syscall.tbl).
#ifndef SYS_futex_waitv
#define SYS_futex_waitv 449
#endif
#ifndef SYS_futex_wait
#define SYS_futex_wait 455
#endif
#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

#define CALL(name, form) [SYS_##name] = {#name, form, 0}
#define CALL_WITH_MASK(name, form, mask) [SYS_##name] = {#name, form, mask}

static const struct cipc_call calls[] = {
    CALL(read, CIPC_CALL_READ),
    CALL(readv, CIPC_CALL_READ),
    CALL(pread64, CIPC_CALL_READ),
    CALL(preadv, CIPC_CALL_READ),
    CALL(preadv2, CIPC_CALL_READ),
    CALL(recvfrom, CIPC_CALL_READ),
    CALL(recvmsg, CIPC_CALL_READ),
    CALL(recvmmsg, CIPC_CALL_RECEIVE_MANY),
    CALL(write, CIPC_CALL_WRITE),
    CALL(writev, CIPC_CALL_WRITE),
    CALL(pwrite64, CIPC_CALL_WRITE),
    CALL(pwritev, CIPC_CALL_WRITE),
    CALL(pwritev2, CIPC_CALL_WRITE),
    CALL(sendto, CIPC_CALL_SENDTO),
    CALL(sendmsg, CIPC_CALL_SENDMSG),
    CALL(sendmmsg, CIPC_CALL_SENDMSG),
    CALL(splice, CIPC_CALL_SPLICE),
    CALL(tee, CIPC_CALL_TEE),
    CALL(sendfile, CIPC_CALL_SENDFILE),
    CALL(vmsplice, CIPC_CALL_VMSPLICE),
#ifdef SYS_open
    CALL(open, CIPC_CALL_OPEN),
    CALL(creat, CIPC_CALL_OPEN),
#endif
    CALL(openat, CIPC_CALL_OPEN),
    CALL(openat2, CIPC_CALL_OPEN),
    CALL(msgsnd, CIPC_CALL_MESSAGE_SEND),
    CALL(msgrcv, CIPC_CALL_MESSAGE_RECEIVE),
    CALL(semop, CIPC_CALL_SEMAPHORE),
    CALL(semtimedop, CIPC_CALL_SEMAPHORE_TIMED),
    CALL(mq_timedsend, CIPC_CALL_QUEUE_SEND),
    CALL(mq_timedreceive, CIPC_CALL_QUEUE_RECEIVE),
    CALL(accept, CIPC_CALL_ACCEPT),
    CALL(accept4, CIPC_CALL_ACCEPT),
    CALL(connect, CIPC_CALL_CONNECT),
    CALL(flock, CIPC_CALL_FLOCK),
    CALL(fcntl, CIPC_CALL_FCNTL),
    CALL(futex, CIPC_CALL_FUTEX),
    CALL(futex_wait, CIPC_CALL_FUTEX_WAIT),
    CALL(futex_waitv, CIPC_CALL_FUTEX_WAITV),
#ifdef SYS_poll
    CALL(poll, CIPC_CALL_POLL),
    CALL(select, CIPC_CALL_SELECT),
    CALL(epoll_wait, CIPC_CALL_EPOLL),
    CALL(pause, CIPC_CALL_OTHER),
#endif
    CALL_WITH_MASK(ppoll, CIPC_CALL_PPOLL, 3),
    CALL_WITH_MASK(pselect6, CIPC_CALL_SELECT, 5),
    CALL_WITH_MASK(epoll_pwait, CIPC_CALL_EPOLL, 4),
    CALL_WITH_MASK(epoll_pwait2, CIPC_CALL_EPOLL_TIMED, 4),
    CALL(wait4, CIPC_CALL_WAIT4),
    CALL(waitid, CIPC_CALL_WAITID),
    CALL(restart_syscall, CIPC_CALL_RESTART),
    CALL(nanosleep, CIPC_CALL_OTHER),
    CALL(clock_nanosleep, CIPC_CALL_OTHER),
    CALL(rt_sigsuspend, CIPC_CALL_OTHER),
    CALL(rt_sigtimedwait, CIPC_CALL_OTHER),
    CALL(io_uring_enter, CIPC_CALL_OTHER),
    CALL(io_getevents, CIPC_CALL_OTHER),
    CALL(fsync, CIPC_CALL_OTHER),
    CALL(fdatasync, CIPC_CALL_OTHER),
    CALL(ioctl, CIPC_CALL_OTHER),
    CALL(close, CIPC_CALL_OTHER),
#ifdef SYS_vfork
    CALL(vfork, CIPC_CALL_OTHER),
#endif
    CALL(clone, CIPC_CALL_OTHER),
    CALL(clone3, CIPC_CALL_OTHER),
};

struct cipc_call cipc_call(int64_t number) {
  if (number < 0 || number >= (int64_t)(sizeof calls / sizeof *calls))
    return (struct cipc_call){NULL, CIPC_CALL_OTHER, 0};
  return calls[number];
}

#ifdef SYS_poll
const int64_t cipc_sys_poll = SYS_poll;
#else
const int64_t cipc_sys_poll = SYS_ppoll;
#endif
const int64_t cipc_sys_futex = SYS_futex;
const int64_t cipc_sys_clock_nanosleep = SYS_clock_nanosleep;

const int cipc_f_setlkw = F_SETLKW;
const int cipc_f_ofd_setlkw = F_OFD_SETLKW;
const int16_t cipc_f_wrlck = F_WRLCK;
const int cipc_p_pid = P_PID;
const int cipc_p_pgid = P_PGID;
const int cipc_p_pidfd = 3; // P_PIDFD, which is an enumerator or missing (include/uapi/linux/wait.h)
const int cipc_futex_command = FUTEX_CMD_MASK;
const int cipc_futex_private = FUTEX_PRIVATE_FLAG;
const int cipc_futex_wait = FUTEX_WAIT;
const int cipc_futex_wait_bitset = FUTEX_WAIT_BITSET;
const int cipc_futex_lock_pi = FUTEX_LOCK_PI;
#ifndef FUTEX_LOCK_PI2
#define FUTEX_LOCK_PI2 13 // include/uapi/linux/futex.h, Linux 5.14
#endif
const int cipc_futex_lock_pi2 = FUTEX_LOCK_PI2;
const int cipc_futex_wait_requeue_pi = FUTEX_WAIT_REQUEUE_PI;
const int16_t cipc_pollin = POLLIN | POLLPRI | POLLRDNORM | POLLRDHUP;
const int16_t cipc_pollend = POLLERR | POLLHUP;
const int16_t cipc_pollout = POLLOUT | POLLWRNORM;
const int cipc_fd_bits = NFDBITS;
