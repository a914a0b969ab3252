#ifndef CIPC_SOCKETS_H
#define CIPC_SOCKETS_H

#include <stddef.h>
#include <stdint.h>

// Sockets that data goes through. A descriptor that was borrowed shares its flags and options with its owner:
// whether a call waits is told with the call, and nothing is set (KERNEL-NOTES section 4).

/// struct sockaddr_storage, and how much of it counts; none of it of a socket without an address.
struct cipc_socket_address {
  uint32_t length;
  uint32_t family;
  uint8_t bytes[128];
};

/// Of AF_UNIX: a path, or a NUL and an abstract name, of at most the size of sun_path.
void cipc_unix_address(const void *name, size_t size, struct cipc_socket_address *address);

/// Of AF_INET, where the address is the last 32 bits of `low`, or AF_INET6.
void cipc_internet_address(int is_v6, uint64_t high, uint64_t low, uint16_t port, uint32_t scope,
                           struct cipc_socket_address *address);

/// Copies the path, without the NUL behind it, or the NUL and the abstract name to a buffer of 108 bytes.
/// Returns the length; 0 for none.
size_t cipc_unix_address_name(const struct cipc_socket_address *address, void *buffer);

/// The parts of an address of AF_INET or AF_INET6. Returns 4 or 6, or 0 for another.
int cipc_internet_address_parts(const struct cipc_socket_address *address, uint64_t *high,
                                uint64_t *low, uint16_t *port, uint32_t *scope);

/// socket(2), close-on-exec. One that does not wait neither connects in the background (O_NONBLOCK).
int cipc_socket(int family, uint8_t type, int nonblocking);

/// bind(2). A file that it makes has exactly these permission bits at once: those of the socket, which umask(2)
/// takes some from (net/unix/af_unix.c, unix_bind_bsd), for the moment of which it is 0.
int cipc_bind(int socket, const struct cipc_socket_address *address, uint32_t mode);

/// setsockopt(2) SO_REUSEADDR.
int cipc_reuse_address(int socket);

/// listen(2) with the longest backlog there is.
int cipc_listen(int socket);

/// connect(2).
int cipc_connect(int socket, const struct cipc_socket_address *address);

/// accept4(2), close-on-exec.
int cipc_accept(int socket, struct cipc_socket_address *client);

/// getsockname(2).
int cipc_socket_address_of(int socket, struct cipc_socket_address *address);

/// getsockopt(2) SO_ERROR, which takes the error away: of a socket of our own alone. Returns 0 or an errno.
int cipc_socket_error(int socket);

/// getsockopt(2) SO_SNDTIMEO or SO_RCVTIMEO, and of TCP TCP_USER_TIMEOUT: 1 for one that is set, 0 for none, or -1 and errno.
int cipc_socket_has_timeout(int socket, int sends);

/// getsockopt(2) SO_SNDBUF, in bytes; -1 and errno.
int64_t cipc_send_buffer(int socket);

/// shutdown(2) of the direction that sends.
int cipc_end_sending(int socket);

/// ioctl(2) SIOCOUTQ: of TCP what the other end has not acknowledged, its end among it; -1 and errno.
int64_t cipc_unacknowledged(int socket);

/// getsockopt(2) TCP_INFO: whether the connection is over, or broken: nothing more is acknowledged.
int cipc_has_ended(int socket);

/// Takes what has come and drops it, for as long as there is any at once. Returns 1 when no more can come, else 0.
int cipc_discard(int socket);

/// getsockopt(2) SO_PEERCRED, kill(2): whether the process that made the listener which a Unix socket has been
/// connected to is known to have ended.
int cipc_listener_has_ended(int socket);

/// poll(2) for a moment: 1 when something came, an end or an error among it; 0 when nothing did.
int cipc_wait_a_moment(int socket, int milliseconds);

/// send(2).
int64_t cipc_send(int socket, const void *data, size_t size, int nonblocking);

/// What poll(2) tells at once of a socket that is to be received from.
extern const int cipc_event_error, cipc_event_end;
int cipc_socket_events(int socket);

/// getsockopt(2) SO_TYPE: whether messages come in a connection, the end of which looks like an empty one.
int cipc_has_packets(int socket);

/// getsockopt(2) SO_PEEK_OFF: where the next look of whoever has the socket begins, which each look moves; -1 when
/// looks begin at what is next and move nothing.
int cipc_peek_offset(int socket);

/// setsockopt(2) SO_PASSCRED, so that each message comes with something, and the end of all does not.
int cipc_mark_messages(int socket);

/// recvmsg(2) with MSG_DONTWAIT of one message, and where its sender is bound.
///
/// There is no room for descriptors that were passed with it: the kernel closes them, or where this only peeks
/// leaves them where they are.
///
/// Returns its length, also where that is more than `size` (MSG_TRUNC), or -1 and errno. `is_marked`, for a
/// socket of which messages are marked, is set to whether this was one and not the end; `had_more` to whether
/// something came with it that there was no room for (MSG_CTRUNC).
int64_t cipc_receive_message(int socket, void *buffer, size_t size, int peeks, int *is_marked,
                             int *had_more, struct cipc_socket_address *sender);

/// recvmsg(2) of a stream, which ends with what has descriptors that were passed with it: the kernel closes them,
/// and `had_more` tells.
int64_t cipc_receive_stream(int socket, void *buffer, size_t size, int nonblocking, int *had_more);

/// getsockopt(2) of what makes the kernel add something else to what is received: a time, a label, or the sender's
/// identity, but for that which `cipc_mark_messages` asks for.
int cipc_adds_to_messages(int socket, int is_marked);

/// recv(2) with MSG_PEEK and MSG_DONTWAIT of a stream.
int64_t cipc_peek_stream(int socket, void *buffer, size_t size);

#endif
