extension UDPSocket: Limited {
  package static func limits(in context: Context) throws(IPCError) -> [Limit] {
    [SocketLimits.ofMemory("net.ipv4.udp_mem", "UDP:")] + SocketLimits.ofBuffers
  }

  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let memory = object.memory else { return [] }
    return [
      Limit(
        "memory of datagrams that wait", value: UInt64(memory.limit), used: UInt64(memory.used),
        setting: "SO_RCVBUF of the program, up to net.core.rmem_max", unit: .bytes,
        scope: .object)
    ]
  }
}
