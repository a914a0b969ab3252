#define _GNU_SOURCE
#include "cipc_sockets.h"

#include <endian.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/time.h>
#include <unistd.h>

_Static_assert(sizeof(struct sockaddr_storage) == sizeof((struct cipc_socket_address){0}.bytes),
               "an address of any family fits");

void cipc_unix_address(const void *name, size_t size, struct cipc_socket_address *address) {
  struct sockaddr_un native = {.sun_family = AF_UNIX};
  if (size > sizeof native.sun_path)
    size = sizeof native.sun_path;
  memcpy(native.sun_path, name, size);
  memset(address, 0, sizeof *address);
  memcpy(address->bytes, &native, sizeof native);
  address->family = AF_UNIX;
  address->length = (uint32_t)(offsetof(struct sockaddr_un, sun_path) + size);
}

void cipc_internet_address(int is_v6, uint64_t high, uint64_t low, uint16_t port, uint32_t scope,
                           struct cipc_socket_address *address) {
  memset(address, 0, sizeof *address);
  if (is_v6) {
    struct sockaddr_in6 native = {
        .sin6_family = AF_INET6, .sin6_port = htobe16(port), .sin6_scope_id = scope};
    uint64_t halves[] = {htobe64(high), htobe64(low)};
    memcpy(&native.sin6_addr, halves, sizeof halves);
    memcpy(address->bytes, &native, sizeof native);
    address->family = AF_INET6;
    address->length = sizeof native;
  } else {
    struct sockaddr_in native = {.sin_family = AF_INET, .sin_port = htobe16(port)};
    native.sin_addr.s_addr = htobe32((uint32_t)low);
    memcpy(address->bytes, &native, sizeof native);
    address->family = AF_INET;
    address->length = sizeof native;
  }
}

size_t cipc_unix_address_name(const struct cipc_socket_address *address, void *buffer) {
  struct sockaddr_un native;
  size_t start = offsetof(struct sockaddr_un, sun_path);
  if (address->family != AF_UNIX || address->length <= start)
    return 0;
  memcpy(&native, address->bytes, sizeof native);
  size_t size = address->length - start;
  if (size > sizeof native.sun_path)
    size = sizeof native.sun_path;
  if (native.sun_path[0])
    size = strnlen(native.sun_path, size);
  memcpy(buffer, native.sun_path, size);
  return size;
}

int cipc_internet_address_parts(const struct cipc_socket_address *address, uint64_t *high,
                                uint64_t *low, uint16_t *port, uint32_t *scope) {
  if (address->family == AF_INET6) {
    struct sockaddr_in6 native;
    uint64_t halves[2];
    memcpy(&native, address->bytes, sizeof native);
    memcpy(halves, &native.sin6_addr, sizeof halves);
    *high = be64toh(halves[0]);
    *low = be64toh(halves[1]);
    *port = be16toh(native.sin6_port);
    *scope = native.sin6_scope_id;
    return 6;
  }
  if (address->family == AF_INET) {
    struct sockaddr_in native;
    memcpy(&native, address->bytes, sizeof native);
    *high = 0;
    *low = be32toh(native.sin_addr.s_addr);
    *port = be16toh(native.sin_port);
    *scope = 0;
    return 4;
  }
  return 0;
}

int cipc_socket(int family, uint8_t type, int nonblocking) {
  return socket(family, type | SOCK_CLOEXEC | (nonblocking ? SOCK_NONBLOCK : 0), 0);
}

int cipc_bind(int socket, const struct cipc_socket_address *address, uint32_t mode) {
  int makes_file = address->family == AF_UNIX &&
                   address->bytes[offsetof(struct sockaddr_un, sun_path)] != 0;
  if (makes_file && fchmod(socket, mode) < 0)
    return -1;
  mode_t mask = umask(0);
  int result = bind(socket, (const struct sockaddr *)address->bytes, address->length);
  int saved = errno;
  umask(mask);
  errno = saved;
  return result;
}

int cipc_reuse_address(int socket) {
  int one = 1;
  return setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
}

int cipc_listen(int socket) { return listen(socket, SOMAXCONN); }

int cipc_connect(int socket, const struct cipc_socket_address *address) {
  return connect(socket, (const struct sockaddr *)address->bytes, address->length);
}

static void take(struct cipc_socket_address *address, socklen_t length) {
  sa_family_t family = 0;
  if (length >= sizeof family)
    memcpy(&family, address->bytes, sizeof family);
  address->family = family;
  address->length = length;
}

int cipc_accept(int socket, struct cipc_socket_address *client) {
  socklen_t length = sizeof client->bytes;
  int result = accept4(socket, (struct sockaddr *)client->bytes, &length, SOCK_CLOEXEC);
  if (result >= 0)
    take(client, length);
  return result;
}

int cipc_socket_address_of(int socket, struct cipc_socket_address *address) {
  socklen_t length = sizeof address->bytes;
  if (getsockname(socket, (struct sockaddr *)address->bytes, &length) < 0)
    return -1;
  take(address, length);
  return 0;
}

static int option(int socket, int name) {
  int value = 0;
  socklen_t size = sizeof value;
  return getsockopt(socket, SOL_SOCKET, name, &value, &size) < 0 ? -1 : value;
}

int cipc_socket_error(int socket) {
  int error = option(socket, SO_ERROR);
  return error < 0 ? errno : error;
}

int cipc_has_packets(int socket) { return option(socket, SO_TYPE) == SOCK_SEQPACKET; }

int cipc_peek_offset(int socket) { return option(socket, SO_PEEK_OFF); }

int64_t cipc_send_buffer(int socket) { return option(socket, SO_SNDBUF); }

int cipc_end_sending(int socket) { return shutdown(socket, SHUT_WR); }

int64_t cipc_unacknowledged(int socket) {
  int count = 0;
  if (ioctl(socket, SIOCOUTQ, &count) < 0)
    return -1;
  return count;
}

int cipc_wait_a_moment(int socket, int milliseconds) {
  struct pollfd request = {.fd = socket, .events = POLLIN};
  return poll(&request, 1, milliseconds);
}

int cipc_has_ended(int socket) {
  struct tcp_info info = {.tcpi_state = 0};
  socklen_t size = sizeof info;
  return getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
         info.tcpi_state == TCP_CLOSE;
}

int cipc_discard(int socket) {
  static char unwanted[65536];
  for (int times = 0; times < 64; times++) {
    ssize_t count = recv(socket, unwanted, sizeof unwanted, MSG_DONTWAIT);
    if (count < 0)
      return errno != EAGAIN && errno != EINTR;
    // An empty message is no end.
    if (count == 0 && cipc_socket_events(socket) & cipc_event_end)
      return 1;
  }
  return 0;
}

int cipc_listener_has_ended(int socket) {
  struct ucred owner = {.pid = 0};
  socklen_t size = sizeof owner;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &owner, &size) < 0 || owner.pid <= 0)
    return 0;
  return kill(owner.pid, 0) < 0 && errno == ESRCH;
}

int64_t cipc_send(int socket, const void *data, size_t size, int nonblocking) {
  return send(socket, data, size, MSG_NOSIGNAL | (nonblocking ? MSG_DONTWAIT : 0));
}

const int cipc_event_error = 1, cipc_event_end = 2;

int cipc_socket_events(int socket) {
  struct pollfd request = {.fd = socket, .events = POLLRDHUP};
  if (poll(&request, 1, 0) < 0)
    return -1;
  return (request.revents & POLLERR ? cipc_event_error : 0) |
         (request.revents & (POLLRDHUP | POLLHUP) ? cipc_event_end : 0);
}

int cipc_mark_messages(int socket) {
  int one = 1;
  return setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &one, sizeof one);
}

int cipc_adds_to_messages(int socket, int is_marked) {
  static const int options[] = {
      SO_TIMESTAMP, SO_TIMESTAMPNS, SO_PASSSEC,
#ifdef SO_PASSPIDFD
      SO_PASSPIDFD,
#endif
  };
  for (size_t i = 0; i < sizeof options / sizeof *options; i++)
    if (option(socket, options[i]) > 0)
      return 1;
  return !is_marked && option(socket, SO_PASSCRED) > 0;
}

int64_t cipc_receive_message(int socket, void *buffer, size_t size, int peeks, int *is_marked,
                             int *had_more, struct cipc_socket_address *sender) {
  struct iovec target = {.iov_base = buffer, .iov_len = size};
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct ucred))];
  struct msghdr message = {
      .msg_name = sender->bytes,
      .msg_namelen = sizeof sender->bytes,
      .msg_iov = &target,
      .msg_iovlen = 1,
      .msg_control = is_marked ? control : NULL,
      .msg_controllen = is_marked ? sizeof control : 0,
  };
  ssize_t result = recvmsg(socket, &message, MSG_DONTWAIT | MSG_TRUNC | (peeks ? MSG_PEEK : 0));
  if (result < 0)
    return -1;
  take(sender, message.msg_namelen);
  if (is_marked)
    *is_marked = message.msg_controllen > 0;
  *had_more = message.msg_flags & MSG_CTRUNC;
  return result;
}

int64_t cipc_receive_stream(int socket, void *buffer, size_t size, int nonblocking, int *had_more) {
  struct iovec target = {.iov_base = buffer, .iov_len = size};
  struct msghdr message = {.msg_iov = &target, .msg_iovlen = 1};
  ssize_t result = recvmsg(socket, &message, nonblocking ? MSG_DONTWAIT : 0);
  if (result >= 0)
    *had_more = message.msg_flags & MSG_CTRUNC;
  return result;
}

int64_t cipc_peek_stream(int socket, void *buffer, size_t size) {
  return recv(socket, buffer, size, MSG_PEEK | MSG_DONTWAIT);
}

int cipc_socket_has_timeout(int socket, int sends) {
  struct timeval limit;
  socklen_t size = sizeof limit;
  if (getsockopt(socket, SOL_SOCKET, sends ? SO_SNDTIMEO : SO_RCVTIMEO, &limit, &size) < 0)
    return -1;
  if (limit.tv_sec != 0 || limit.tv_usec != 0)
    return 1;
  // Of data that nobody acknowledges, which ends any call on the socket; only TCP has it (tcp(7)).
  unsigned milliseconds = 0;
  size = sizeof milliseconds;
  getsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, &size);
  return milliseconds != 0;
}
