/// The limits that sockets of several kinds have.
enum SocketLimits {
  /// A listener's; none of what is none.
  static func ofListener(_ socket: some Peered) -> [Limit] {
    guard let waiting = socket.waiting, let limit = socket.waitingLimit else {
      return []
    }
    let room = Limit(
      "connections that wait", value: limit, used: waiting,
      setting: "the backlog that the program gives to listen(2), up to net.core.somaxconn, and one")
    // What a program asked for uses nothing up: clients that wait do.
    return [room, SocketSetting.backlog.limit("backlog of a listener")]
      .compactMap { $0 }
  }
}
