extension UDPSocket {
  package static let guide = Guide(
    use: "short messages to one or many, on one host or on several, of which some may be lost",
    medium: .network, storage: "on one host the loopback interface", unit: "datagram",
    direction: .bothWays,
    ends:
      "everybody may send to it, and it may send to everybody, also to all of a network at once",
    reach: .network,
    access: "by an address and a port, for everybody whom the network and its filters let through",
    ordering: "none: datagrams may be lost, come twice, or overtake each other",
    boundaries: "kept: a datagram is received whole, or cut where the buffer is too short",
    lifetime: "until its last descriptor is closed, and unread datagrams go with it",
    calls: ["socket", "bind", "sendto", "recvfrom", "connect", "close"],
    manual: ["udp(7)", "socket(7)"],
    example: [
      "s=$(ipctool create udp:127.0.0.1:8053)",
      #"ipctool send "$s" hello"#,
      #"ipctool recv "$s""#,
      #"ipctool rm "$s""#,
    ])
}
