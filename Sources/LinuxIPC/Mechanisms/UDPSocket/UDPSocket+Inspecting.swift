extension UDPSocket {
  package static func limits(of object: Object, in context: Context) -> [Limit] {
    guard let memory = object.memory else { return [] }
    return [
      Limit(
        "memory of datagrams that wait", value: UInt64(memory.limit), used: UInt64(memory.used),
        setting: "SO_RCVBUF of the program, up to net.core.rmem_max", isBytes: true)
    ]
  }
}
