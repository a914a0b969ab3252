internal import LinuxIPC
internal import Tabulate

/// Every mechanism that ipctool knows. A new one is a line here.
enum Catalog {
  static let mechanisms: [any Presented.Type] = [
    Pipe.self,
    FIFO.self,
    SysVMessageQueue.self,
    POSIXMessageQueue.self,
    SysVSharedMemory.self,
    POSIXSharedMemory.self,
    FileMapping.self,
    MemoryFile.self,
    SysVSemaphore.self,
    POSIXSemaphore.self,
    EventCounter.self,
    UnixSocket.self,
    TCPSocket.self,
    UDPSocket.self,
  ]

  /// Those that the kernel has limits for.
  static var limited: [any Limited.Type] { mechanisms.compactMap { $0 as? any Limited.Type } }

  /// Those whose objects may be forgotten.
  static var forgettable: [any OrphanKind.Type] {
    mechanisms.compactMap { $0 as? any OrphanKind.Type }
  }

  static func mechanism(_ keyword: String) -> (any Presented.Type)? {
    mechanisms.first { $0.keyword == keyword }
  }

  /// Those kinds, each once, in our order.
  ///
  /// - Throws: `usage` for what is none.
  static func mechanisms(named names: [String]) throws(IPCError) -> [any Presented.Type] {
    for name in names where mechanism(name) == nil {
      let isAddress = name.contains(":") || name.contains("/")
      throw Reference.misuse(
        name, "no such kind (known are \(keywords))",
        hint: isAddress ? "'ipctool show' shows the object of an address" : nil)
    }
    return mechanisms.filter { names.contains($0.keyword) }
  }

  /// The keywords, for help and errors.
  static var keywords: String {
    mechanisms.map { $0.keyword }.joined(separator: ", ")
  }

  /// Every column of every kind, in the order of JSON, where each object has all of them.
  static var headings: [Heading] {
    func own<Kind: Presented>(_ kind: Kind.Type) -> [Heading] { kind.columns.map(\.heading) }
    return Headings.ordered(Heading.common + mechanisms.flatMap { own($0) })
  }

  /// The columns of a table in which several kinds stand.
  static let mixedColumns = [
    "address", "user", "bytes", "capacity_bytes", "messages", "state", "holders", "peers",
  ]
}
