extension UnixSocket {
  package static let guide = Guide(
    use: "client and server on one host, who want to know each other, or to hand over descriptors",
    medium: .kernel, storage: "a path, where it has one, is its name alone",
    unit: "bytes or messages", direction: .bothWays,
    ends: """
      a connection carries both directions, each with a queue of its own; a datagram socket may have \
      many senders
      """,
    access: """
      by a path, as the permission bits allow, by an abstract name, which has none, or as a pair that \
      is inherited; a server learns pid, user and group of its client (SO_PEERCRED). The path leads to \
      no other host, also not over a network file system
      """,
    ordering: "first in, first out; nothing is lost, as a sender waits for room",
    boundaries: "stream: none; dgram and seqpacket: kept, a message is received whole or cut",
    lifetime: """
      until its last descriptor is closed, and unread data goes with it; a path stays behind until it \
      is unlinked, and then nobody answers there
      """,
    calls: [
      "socket", "socketpair", "bind", "listen", "accept", "connect", "sendmsg", "recvmsg",
      "shutdown", "close",
    ],
    manual: ["unix(7)", "socket(7)"],
    example: [
      "s=$(ipctool create unix:/run/inbox --type dgram)",
      #"ipctool send "$s" hello"#,
      #"ipctool recv "$s""#,
      #"ipctool rm "$s""#,
    ])
}
