extension UnixSocket: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    [
      SocketLimits.ofListeners, SocketLimits.ofDatagrams("datagrams that wait at one socket"),
    ] + SocketLimits.ofBuffers
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    if object.isListening { return SocketLimits.ofListener(object) }
    guard object.type == .dgram else { return [] }
    return [SocketLimits.ofDatagrams("datagrams that wait at a socket made now")]
  }
}
