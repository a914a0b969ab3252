internal import SystemPackage

/// Tells what is mapped at an address of a process.
package struct MappingFinder: Sendable {
  private let patterns: MappingPatterns

  /// - Parameter scanner: One that looks for the objects in question.
  package init(_ scanner: ProcessScanner) {
    patterns = scanner.mappings
  }

  /// A place in memory that processes share.
  package struct Place: Sendable {
    package let object: ObjectIdentity
    /// In bytes.
    package let offset: UInt64
    /// Whether it is in the file of a POSIX semaphore, sem_overview(7), linked or not.
    package let isSemaphore: Bool
    /// Whether the file has lost its name, as far as the mapping tells.
    package let isUnlinked: Bool
  }

  /// Shared memory at an address.
  ///
  /// - Returns: nil for memory that the process shares with nobody, or that may not be looked at.
  package func shared(at address: UInt64, of process: borrowing ProcessDirectory) -> Place? {
    LentCapabilities.raising([.systemPtrace]) { find(address, in: process) }
  }

  private func find(_ address: UInt64, in process: borrowing ProcessDirectory) -> Place? {
    var found: Place?
    var reader = MappingReader()
    var namespaces: [Namespace.Kind: UInt64] = [:]
    let pid = process.pid
    _ = try? reader.forEach(of: process) { mapping, text in
      guard found == nil, mapping.isShared, mapping.start <= address, address < mapping.end,
        let own = try? ProcessDirectory(pid)
      else { return }
      let answer = patterns.identify(mapping, in: text, of: own, namespaces: &namespaces)
      let path = text.extracting(mapping.name)
      found = Place(
        object: answer?.object
          ?? ObjectIdentity(.file, device: mapping.device, inode: mapping.inode),
        offset: mapping.place(of: address),
        isSemaphore: mapping.device == DevShmUse.device && DevShmUse(ofPath: path) == .semaphore,
        isUnlinked: path.hasSuffix(" (deleted)"))
    }
    return found
  }
}
