// What is decoded from the memory of other processes by its place is at that place.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/un.h>

#define AT(type, member, place) \
  _Static_assert(offsetof(type, member) == (place), #type "." #member)
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)
#define VALUE(name, value) _Static_assert((name) == (value), #name)

VALUE(__BYTE_ORDER__, __ORDER_LITTLE_ENDIAN__);
SIZE(void *, 8);

// Threads/CallArguments.swift
SIZE(struct pollfd, 8);
AT(struct pollfd, fd, 0);
AT(struct pollfd, events, 4);
SIZE(struct sembuf, 6);
AT(struct sembuf, sem_num, 0);
AT(struct sembuf, sem_op, 2);
AT(struct msghdr, msg_name, 0);
AT(struct msghdr, msg_namelen, 8);
AT(struct flock, l_type, 0);
AT(struct flock, l_whence, 2);
AT(struct flock, l_start, 8);
AT(struct flock, l_len, 16);
SIZE(struct futex_waitv, 24);
AT(struct futex_waitv, uaddr, 8);
AT(struct futex_waitv, flags, 16);
SIZE(fd_mask, NFDBITS / 8);
VALUE(SEEK_SET, 0);
VALUE(LOCK_EX, 2);

// Threads/FutexWord.swift
AT(pthread_mutex_t, __data.__lock, 0);
AT(pthread_mutex_t, __data.__count, 4);
AT(pthread_mutex_t, __data.__owner, 8);
AT(pthread_mutex_t, __data.__nusers, 12);
AT(pthread_mutex_t, __data.__kind, 16);
AT(pthread_rwlock_t, __data.__wrphase_futex, 8);
AT(pthread_rwlock_t, __data.__writers_futex, 12);
AT(pthread_rwlock_t, __data.__pad3, 16);
AT(pthread_rwlock_t, __data.__pad4, 20);
AT(pthread_rwlock_t, __data.__cur_writer, 24);
AT(pthread_rwlock_t, __data.__shared, 28);
AT(pthread_rwlock_t, __data.__flags, 48);
VALUE(FUTEX_TID_MASK, 0x3FFFFFFF);

// Addresses of sockets
AT(struct sockaddr_un, sun_path, 2);
AT(struct sockaddr_in, sin_addr, 4);
AT(struct sockaddr_in6, sin6_addr, 8);

// Hangs/Diagnosis.swift
VALUE(SIGALRM, 14);
VALUE(SIGVTALRM, 26);
VALUE(SIGPROF, 27);
