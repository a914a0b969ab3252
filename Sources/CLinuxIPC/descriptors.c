#define _GNU_SOURCE
#include "cipc_descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

// The entries of /proc/PID/fd are numbers: written here, no name is made for each of them.
#define NAME_SIZE 12

static const char *name_of(int number, char name[NAME_SIZE]) {
  char *end = name + NAME_SIZE - 1;
  *end = 0;
  unsigned rest = (unsigned)number;
  do {
    *--end = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  return end;
}

int64_t cipc_fd_readlink(int directory, int number, char *buffer, size_t size) {
  char name[NAME_SIZE];
  return readlinkat(directory, name_of(number, name), buffer, size);
}

int cipc_fd_link_mode(int directory, int number) {
  char name[NAME_SIZE];
  struct stat st;
  if (fstatat(directory, name_of(number, name), &st, AT_SYMLINK_NOFOLLOW) < 0)
    return -1;
  return (int)(st.st_mode & 0777);
}

int cipc_fd_target(int directory, int number, struct cipc_file_status *status) {
  char name[NAME_SIZE];
  return cipc_statat_cached(directory, name_of(number, name), status);
}

int cipc_fd_open(int directory, int number, int flags) {
  char name[NAME_SIZE];
  return openat(directory, name_of(number, name), flags | O_CLOEXEC);
}

int64_t cipc_fd_info(int directory, int number, char *buffer, size_t size) {
  static const char prefix[] = "../fdinfo/";
  char name[NAME_SIZE], path[sizeof prefix + NAME_SIZE];
  stpcpy(stpcpy(path, prefix), name_of(number, name));
  int file = openat(directory, path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return -1;
  int64_t count = read(file, buffer, size);
  int saved = errno;
  close(file);
  errno = saved;
  return count;
}

int64_t cipc_socket_protocol(int pid, int number, char *buffer, size_t size) {
  char path[48];
  snprintf(path, sizeof path, "/proc/%d/fd/%d", pid, number);
  return getxattr(path, "system.sockprotoname", buffer, size);
}

int cipc_compare_descriptors(int pid, int other) {
  return (int)syscall(SYS_kcmp, pid, other, KCMP_FILES, 0, 0);
}

int cipc_compare_watched(int thread, int instance, int number, uint32_t turn) {
  struct kcmp_epoll_slot slot = {.efd = (uint32_t)instance, .tfd = (uint32_t)number, .toff = turn};
  return (int)syscall(SYS_kcmp, thread, thread, KCMP_EPOLL_TFD, (long)number, &slot);
}

int cipc_socket_network(int socket) { return ioctl(socket, SIOCGSKNS); }

int cipc_socket_is_unbound(int socket) {
  struct sockaddr_in6 address = {0}; // long enough for both families, whose ports lie at one place
  socklen_t size = sizeof address;
  if (getsockname(socket, (struct sockaddr *)&address, &size) < 0)
    return -1;
  if (address.sin6_family != AF_INET && address.sin6_family != AF_INET6)
    return 0;
  int protocol;
  size = sizeof protocol;
  if (getsockopt(socket, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) < 0)
    return -1;
  if (protocol == IPPROTO_TCP) {
    struct tcp_info info;
    size = sizeof info;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) < 0)
      return -1;
    if (info.tcpi_state != TCP_CLOSE)
      return 0;
  }
  return address.sin6_port == 0;
}

int cipc_any_socket(void) {
  static const int families[] = {AF_UNIX, AF_NETLINK, AF_INET, AF_INET6};
  int made = -1;
  for (size_t index = 0; made < 0 && index < sizeof families / sizeof *families; index++)
    made = socket(families[index], SOCK_DGRAM | SOCK_CLOEXEC, 0);
  return made;
}

int cipc_eventfd(void) { return eventfd(0, EFD_CLOEXEC); }

int cipc_pipe_has_writers(int end) {
  int copy[2];
  if (pipe2(copy, O_CLOEXEC) < 0)
    return -1;
  ssize_t count = tee(end, copy[1], 1, SPLICE_F_NONBLOCK);
  int answer = count == 0 ? 0 : count < 0 && errno == EAGAIN ? 1 : -1;
  close(copy[0]);
  close(copy[1]);
  return answer;
}

const int cipc_seal_seal = F_SEAL_SEAL;
const int cipc_seal_shrink = F_SEAL_SHRINK;
const int cipc_seal_grow = F_SEAL_GROW;
const int cipc_seal_write = F_SEAL_WRITE;
const int cipc_seal_future_write = F_SEAL_FUTURE_WRITE;
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x0020 // include/uapi/linux/fcntl.h, Linux 6.3
#endif
const int cipc_seal_exec = F_SEAL_EXEC;

int cipc_seals(int file) { return fcntl(file, F_GET_SEALS); }
