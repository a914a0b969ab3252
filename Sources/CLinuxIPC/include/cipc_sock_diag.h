#ifndef CIPC_SOCK_DIAG_H
#define CIPC_SOCK_DIAG_H

#include <stddef.h>
#include <stdint.h>

// sock_diag(7): the kernel's list of sockets, over netlink(7). The headers have no modules, and a
// program that names fields of a reply by hand names them wrongly: so where they lie comes from there.

/// The families and protocols that can be asked for.
extern const int cipc_af_unix, cipc_af_inet, cipc_af_inet6;
extern const int cipc_ipproto_tcp, cipc_ipproto_udp;

/// The size of sun_path, unix(7).
extern const int cipc_unix_path_size;

/// States of a socket (net/tcp_states.h in the kernel); those of Unix sockets are the same numbers.
extern const uint8_t cipc_tcp_established, cipc_tcp_syn_sent, cipc_tcp_syn_recv,
    cipc_tcp_fin_wait1, cipc_tcp_fin_wait2, cipc_tcp_time_wait, cipc_tcp_close,
    cipc_tcp_close_wait, cipc_tcp_last_ack, cipc_tcp_listen, cipc_tcp_closing,
    cipc_tcp_bound_inactive;
extern const uint8_t cipc_sock_stream, cipc_sock_dgram, cipc_sock_seqpacket;
/// Halves that are shut (include/net/sock.h).
extern const uint8_t cipc_rcv_shutdown, cipc_send_shutdown;

/// Of a message: struct nlmsghdr, and what its type may be.
extern const int cipc_nlmsg_header, cipc_nlmsg_length_at, cipc_nlmsg_type_at,
    cipc_nlmsg_flags_at, cipc_nlmsg_sequence_at, cipc_nlmsg_alignment;
extern const uint16_t cipc_nlmsg_error, cipc_nlmsg_done, cipc_nlmsg_overrun, cipc_diag_reply;
extern const uint16_t cipc_nlm_f_dump_intr;

/// Of an attribute: struct nlattr.
extern const int cipc_nla_header, cipc_nla_length_at, cipc_nla_type_at, cipc_nla_alignment;
extern const uint16_t cipc_nla_type_mask;

/// Of a Unix socket: struct unix_diag_msg, and its attributes (linux/unix_diag.h).
extern const int cipc_unix_diag_size, cipc_unix_diag_type_at, cipc_unix_diag_state_at,
    cipc_unix_diag_inode_at;
extern const uint16_t cipc_unix_diag_name, cipc_unix_diag_vfs, cipc_unix_diag_peer,
    cipc_unix_diag_icons, cipc_unix_diag_rqlen, cipc_unix_diag_shutdown, cipc_unix_diag_uid;
extern const int cipc_unix_diag_vfs_size, cipc_unix_diag_vfs_inode_at,
    cipc_unix_diag_vfs_device_at;
extern const int cipc_unix_diag_rqlen_size, cipc_unix_diag_rqlen_receive_at,
    cipc_unix_diag_rqlen_send_at;

/// Of an Internet socket: struct inet_diag_msg, and its attributes (linux/inet_diag.h).
extern const int cipc_inet_diag_size, cipc_inet_diag_family_at, cipc_inet_diag_state_at,
    cipc_inet_diag_local_port_at, cipc_inet_diag_remote_port_at, cipc_inet_diag_local_at,
    cipc_inet_diag_remote_at, cipc_inet_diag_interface_at, cipc_inet_diag_receive_at,
    cipc_inet_diag_send_at, cipc_inet_diag_uid_at, cipc_inet_diag_inode_at;
extern const uint16_t cipc_inet_diag_shutdown, cipc_inet_diag_only_v6, cipc_inet_diag_memory;
/// Of INET_DIAG_SKMEMINFO, an array of 32-bit numbers (linux/sock_diag.h).
extern const int cipc_sk_meminfo_receive, cipc_sk_meminfo_receive_limit, cipc_sk_meminfo_drops;

/// socket(2) of NETLINK_SOCK_DIAG, of the calling thread's network namespace for ever.
int cipc_diag_open(void);

/// Asks for nothing but an answer that says so. Returns -1 and errno.
int cipc_diag_request_nothing(int socket, uint32_t sequence);

/// Asks for all Unix sockets. Returns -1 and errno.
int cipc_diag_request_unix(int socket, uint32_t sequence);

/// Asks for no more than the clients in the queues of all Unix sockets that listen.
int cipc_diag_request_unix_queues(int socket, uint32_t sequence);

/// Asks for no more than the inodes of all Unix sockets.
int cipc_diag_request_unix_inodes(int socket, uint32_t sequence);

/// Asks for the Unix socket with that inode. The answer is one message: it, or an error.
int cipc_diag_request_unix_socket(int socket, uint32_t sequence, uint32_t inode);

/// Asks for no more than the clients in its queue.
int cipc_diag_request_unix_queue(int socket, uint32_t sequence, uint32_t inode);

/// Asks for all sockets of a family and a protocol but those in TIME_WAIT, which belong to no process.
int cipc_diag_request_inet(int socket, uint32_t sequence, int family, int protocol);

/// The next datagram that the kernel sent. Returns its length, which is more than `size` for one that
/// was cut off, or -1 and errno.
int64_t cipc_diag_receive(int socket, void *buffer, size_t size);

/// The device that a kernel's dev_t of 32 bits means (include/linux/kdev_t.h), as stat(2) has it.
uint64_t cipc_device_of_kernel(uint32_t device);

#endif
