internal import CLinuxIPC

extension MemoryFile.Seals {
  package static let seal = MemoryFile.Seals(rawValue: cipc_seal_seal)
  package static let shrink = MemoryFile.Seals(rawValue: cipc_seal_shrink)
  package static let grow = MemoryFile.Seals(rawValue: cipc_seal_grow)
  package static let write = MemoryFile.Seals(rawValue: cipc_seal_write)
  package static let futureWrite = MemoryFile.Seals(rawValue: cipc_seal_future_write)
  package static let execute = MemoryFile.Seals(rawValue: cipc_seal_exec)

  /// Each seal as fcntl(2) calls it, without F_SEAL_, in lower case.
  private static let words: [(seal: MemoryFile.Seals, word: String)] = [
    (seal, "seal"), (shrink, "shrink"), (grow, "grow"), (write, "write"),
    (futureWrite, "future-write"), (execute, "exec"),
  ]

  /// The words of those that are set.
  package var words: [String] {
    Self.words.filter { contains($0.seal) }.map(\.word)
  }
}
