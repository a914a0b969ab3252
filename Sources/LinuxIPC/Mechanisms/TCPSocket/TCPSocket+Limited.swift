extension TCPSocket: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    [SocketSetting.backlog.limit("connections that wait at one listener")].compactMap { $0 }
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    SocketLimits.ofListener(object)
  }
}
