extension UnixSocket: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    [
      SocketSetting.backlog.limit("connections that wait at one listener"),
      SocketSetting.datagrams.limit("datagrams that wait at one socket"),
    ].compactMap { $0 }
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    if object.isListening { return SocketLimits.ofListener(object) }
    guard object.type == .dgram else { return [] }
    return [SocketSetting.datagrams.limit("datagrams that wait at a socket made now")]
      .compactMap { $0 }
  }
}
