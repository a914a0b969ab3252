/// The limits that sockets of several kinds have.
enum SocketLimits {
  /// A listener's. One connection more than its backlog fits (sk_acceptq_is_full in net/sock.h), which is
  /// the number that counts.
  static func ofListener(waiting: UInt64, backlog: UInt64) -> [Limit] {
    let room = Limit(
      "connections that wait", value: backlog.saturatingSum(1), used: waiting,
      setting: "the backlog that the program gives to listen(2), up to net.core.somaxconn, and one")
    return [room, SocketSetting.backlog.limit("backlog of a listener", used: backlog)]
      .compactMap { $0 }
  }
}
