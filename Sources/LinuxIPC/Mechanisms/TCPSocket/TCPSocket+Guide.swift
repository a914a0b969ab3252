extension TCPSocket {
  package static let guide = Guide(
    use: "client and server, on one host or on several, over a connection that loses nothing",
    medium: .network, storage: "on one host the loopback interface", unit: "bytes",
    direction: .bothWays,
    ends: "a connection carries both directions, and each may be ended by itself (shutdown)",
    reach: .network,
    access: "by an address and a port, for everybody whom the network and its filters let through",
    ordering: "first in, first out; what is lost on the way is sent again",
    boundaries: """
      none: the network cuts packets, but who receives sees a stream, in which he has to find the \
      messages himself
      """,
    lifetime: """
      until both ends have closed it and all was acknowledged; an end that loses its machine is found \
      out by a timeout alone
      """,
    calls: [
      "socket", "bind", "listen", "accept", "connect", "send", "recv", "shutdown", "close",
    ],
    manual: ["tcp(7)", "socket(7)"],
    example: [
      "s=$(ipctool create tcp:127.0.0.1:8080)",
      #"ipctool send "$s" hello &"#,
      #"ipctool recv "$s""#,
      #"ipctool rm "$s""#,
    ])
}
