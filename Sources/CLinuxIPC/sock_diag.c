#define _GNU_SOURCE
#include "cipc_sock_diag.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

const int cipc_af_unix = AF_UNIX, cipc_af_inet = AF_INET, cipc_af_inet6 = AF_INET6;
const int cipc_ipproto_tcp = IPPROTO_TCP, cipc_ipproto_udp = IPPROTO_UDP;

const int cipc_unix_path_size = sizeof ((struct sockaddr_un *)0)->sun_path;

const uint8_t cipc_tcp_established = TCP_ESTABLISHED, cipc_tcp_syn_sent = TCP_SYN_SENT,
              cipc_tcp_syn_recv = TCP_SYN_RECV, cipc_tcp_fin_wait1 = TCP_FIN_WAIT1,
              cipc_tcp_fin_wait2 = TCP_FIN_WAIT2, cipc_tcp_time_wait = TCP_TIME_WAIT,
              cipc_tcp_close = TCP_CLOSE, cipc_tcp_close_wait = TCP_CLOSE_WAIT,
              cipc_tcp_last_ack = TCP_LAST_ACK, cipc_tcp_listen = TCP_LISTEN,
              cipc_tcp_closing = TCP_CLOSING;
// Since Linux 6.8, in no header of programs but one for BPF: TCP_BOUND_INACTIVE in
// include/net/tcp_states.h. An older kernel compares the bits of a request with the states that it
// knows, and so takes no notice of this one (inet_diag_dump_icsk).
const uint8_t cipc_tcp_bound_inactive = 13;
const uint8_t cipc_sock_stream = SOCK_STREAM, cipc_sock_dgram = SOCK_DGRAM,
              cipc_sock_seqpacket = SOCK_SEQPACKET;
// No header exports them (include/net/sock.h): they are one more than the arguments of shutdown(2).
const uint8_t cipc_rcv_shutdown = SHUT_RD + 1, cipc_send_shutdown = SHUT_WR + 1;

const int cipc_nlmsg_header = NLMSG_HDRLEN,
          cipc_nlmsg_length_at = offsetof(struct nlmsghdr, nlmsg_len),
          cipc_nlmsg_type_at = offsetof(struct nlmsghdr, nlmsg_type),
          cipc_nlmsg_flags_at = offsetof(struct nlmsghdr, nlmsg_flags),
          cipc_nlmsg_sequence_at = offsetof(struct nlmsghdr, nlmsg_seq),
          cipc_nlmsg_alignment = NLMSG_ALIGNTO;
const uint16_t cipc_nlmsg_error = NLMSG_ERROR, cipc_nlmsg_done = NLMSG_DONE,
               cipc_nlmsg_overrun = NLMSG_OVERRUN, cipc_diag_reply = SOCK_DIAG_BY_FAMILY;
const uint16_t cipc_nlm_f_dump_intr = NLM_F_DUMP_INTR;

const int cipc_nla_header = NLA_HDRLEN, cipc_nla_length_at = offsetof(struct nlattr, nla_len),
          cipc_nla_type_at = offsetof(struct nlattr, nla_type), cipc_nla_alignment = NLA_ALIGNTO;
const uint16_t cipc_nla_type_mask = (uint16_t)NLA_TYPE_MASK;

const int cipc_unix_diag_size = sizeof(struct unix_diag_msg),
          cipc_unix_diag_type_at = offsetof(struct unix_diag_msg, udiag_type),
          cipc_unix_diag_state_at = offsetof(struct unix_diag_msg, udiag_state),
          cipc_unix_diag_inode_at = offsetof(struct unix_diag_msg, udiag_ino);
const uint16_t cipc_unix_diag_name = UNIX_DIAG_NAME, cipc_unix_diag_vfs = UNIX_DIAG_VFS,
               cipc_unix_diag_peer = UNIX_DIAG_PEER, cipc_unix_diag_icons = UNIX_DIAG_ICONS,
               cipc_unix_diag_rqlen = UNIX_DIAG_RQLEN,
               cipc_unix_diag_shutdown = UNIX_DIAG_SHUTDOWN, cipc_unix_diag_uid = UNIX_DIAG_UID;
const int cipc_unix_diag_vfs_size = sizeof(struct unix_diag_vfs),
          cipc_unix_diag_vfs_inode_at = offsetof(struct unix_diag_vfs, udiag_vfs_ino),
          cipc_unix_diag_vfs_device_at = offsetof(struct unix_diag_vfs, udiag_vfs_dev);
const int cipc_unix_diag_rqlen_size = sizeof(struct unix_diag_rqlen),
          cipc_unix_diag_rqlen_receive_at = offsetof(struct unix_diag_rqlen, udiag_rqueue),
          cipc_unix_diag_rqlen_send_at = offsetof(struct unix_diag_rqlen, udiag_wqueue);

const int cipc_inet_diag_size = sizeof(struct inet_diag_msg),
          cipc_inet_diag_family_at = offsetof(struct inet_diag_msg, idiag_family),
          cipc_inet_diag_state_at = offsetof(struct inet_diag_msg, idiag_state),
          cipc_inet_diag_local_port_at = offsetof(struct inet_diag_msg, id.idiag_sport),
          cipc_inet_diag_remote_port_at = offsetof(struct inet_diag_msg, id.idiag_dport),
          cipc_inet_diag_local_at = offsetof(struct inet_diag_msg, id.idiag_src),
          cipc_inet_diag_remote_at = offsetof(struct inet_diag_msg, id.idiag_dst),
          cipc_inet_diag_interface_at = offsetof(struct inet_diag_msg, id.idiag_if),
          cipc_inet_diag_receive_at = offsetof(struct inet_diag_msg, idiag_rqueue),
          cipc_inet_diag_send_at = offsetof(struct inet_diag_msg, idiag_wqueue),
          cipc_inet_diag_uid_at = offsetof(struct inet_diag_msg, idiag_uid),
          cipc_inet_diag_inode_at = offsetof(struct inet_diag_msg, idiag_inode);
const uint16_t cipc_inet_diag_shutdown = INET_DIAG_SHUTDOWN,
               cipc_inet_diag_only_v6 = INET_DIAG_SKV6ONLY,
               cipc_inet_diag_memory = INET_DIAG_SKMEMINFO;
const int cipc_sk_meminfo_receive = SK_MEMINFO_RMEM_ALLOC,
          cipc_sk_meminfo_receive_limit = SK_MEMINFO_RCVBUF,
          cipc_sk_meminfo_drops = SK_MEMINFO_DROPS;

int cipc_diag_open(void) {
  return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

static int ask(int socket, uint32_t sequence, uint16_t type, uint16_t flags, void *message,
               size_t size) {
  struct nlmsghdr *header = message;
  *header = (struct nlmsghdr){
      .nlmsg_len = (uint32_t)size,
      .nlmsg_type = type,
      .nlmsg_flags = NLM_F_REQUEST | flags,
      .nlmsg_seq = sequence,
  };
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  return sendto(socket, message, size, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0 ? -1 : 0;
}

int cipc_diag_request_nothing(int socket, uint32_t sequence) {
  struct nlmsghdr message;
  return ask(socket, sequence, NLMSG_NOOP, NLM_F_ACK, &message, sizeof message);
}

static const uint32_t unix_show =
    UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN | UDIAG_SHOW_UID;
static const uint32_t all_states = ~0u;

static int ask_unix(int socket, uint32_t sequence, uint16_t flags, uint32_t states, uint32_t inode,
                    uint32_t show) {
  struct {
    struct nlmsghdr header;
    struct unix_diag_req body;
  } message = {
      .body = {
          .sdiag_family = AF_UNIX,
          .udiag_states = states,
          .udiag_ino = inode,
          .udiag_show = show,
          .udiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE},
      }};
  return ask(socket, sequence, SOCK_DIAG_BY_FAMILY, flags, &message, sizeof message);
}

int cipc_diag_request_unix(int socket, uint32_t sequence) {
  return ask_unix(socket, sequence, NLM_F_DUMP, all_states, 0, unix_show);
}

int cipc_diag_request_unix_queues(int socket, uint32_t sequence) {
  return ask_unix(socket, sequence, NLM_F_DUMP, 1u << TCP_LISTEN, 0, UDIAG_SHOW_ICONS);
}

int cipc_diag_request_unix_inodes(int socket, uint32_t sequence) {
  return ask_unix(socket, sequence, NLM_F_DUMP, all_states, 0, 0);
}

int cipc_diag_request_unix_socket(int socket, uint32_t sequence, uint32_t inode) {
  return ask_unix(socket, sequence, 0, all_states, inode, unix_show);
}

int cipc_diag_request_unix_queue(int socket, uint32_t sequence, uint32_t inode) {
  return ask_unix(socket, sequence, 0, all_states, inode, UDIAG_SHOW_ICONS);
}

int cipc_diag_request_inet(int socket, uint32_t sequence, int family, int protocol) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
  } message = {
      .body = {
          .sdiag_family = (uint8_t)family,
          .sdiag_protocol = (uint8_t)protocol,
          .idiag_states = ~(1u << TCP_TIME_WAIT),
      }};
  // What is queued of datagrams is told in memory: so how much of that may be.
  if (protocol == IPPROTO_UDP)
    message.body.idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1);
  return ask(socket, sequence, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, &message, sizeof message);
}

int64_t cipc_diag_receive(int socket, void *buffer, size_t size) {
  for (;;) {
    struct sockaddr_nl sender = {0};
    socklen_t length = sizeof sender;
    ssize_t count =
        recvfrom(socket, buffer, size, MSG_TRUNC, (struct sockaddr *)&sender, &length);
    // Whoever may send here is not believed but the kernel, netlink(7).
    if (count < 0 || (length == sizeof sender && sender.nl_pid == 0))
      return count;
  }
}

uint64_t cipc_device_of_kernel(uint32_t device) {
  // MINORBITS of include/linux/kdev_t.h is 20.
  return makedev(device >> 20, device & ((1u << 20) - 1));
}
