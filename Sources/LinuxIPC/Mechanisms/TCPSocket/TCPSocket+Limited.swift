extension TCPSocket: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    [SocketLimits.ofListeners, SocketLimits.ofMemory("net.ipv4.tcp_mem", "TCP:")]
      + SocketLimits.ofGrownBuffers + SocketLimits.ofBuffers
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    SocketLimits.ofListener(object)
  }
}
