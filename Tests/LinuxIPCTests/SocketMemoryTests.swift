import Testing

@testable import LinuxIPC

/// What /proc/net/sockstat tells, as Linux 6.18 writes it.
struct SocketMemoryTests {
  static let text = """
    sockets: used 17
    TCP: inuse 1 orphan 0 tw 0 alloc 1 mem 192
    UDP: inuse 0 mem 7
    UDPLITE: inuse 0
    RAW: inuse 0
    FRAG: inuse 0 memory 5

    """

  @Test func isReadByItsProtocol() {
    let bytes = Array(Self.text.utf8)
    #expect(SocketLimits.memory("TCP:", in: bytes.span) == 192)
    #expect(SocketLimits.memory("UDP:", in: bytes.span) == 7)
    #expect(SocketLimits.memory("UDPLITE:", in: bytes.span) == nil)
    #expect(SocketLimits.memory("FRAG:", in: bytes.span) == nil)
    #expect(SocketLimits.memory("none:", in: bytes.span) == nil)
  }

  @Test func survivesTextThatIsCutOff() {
    let bytes = Array(Self.text.utf8)
    for end in bytes.indices {
      let memory = SocketLimits.memory("UDP:", in: bytes.span.extracting(..<end))
      #expect([nil, 7].contains(memory))
    }
  }
}
