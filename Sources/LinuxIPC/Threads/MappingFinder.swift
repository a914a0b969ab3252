internal import SystemPackage

/// Tells what is mapped at an address of a process.
package struct MappingFinder: Sendable {
  private let patterns: MappingPatterns

  package init(_ kinds: [any Sighted.Type], in context: Context) {
    patterns = ProcessScanner(kinds, in: context).mappings
  }

  /// Shared memory at an address, and the place in it.
  ///
  /// - Returns: nil for memory that the process shares with nobody, or that may not be looked at.
  package func shared(
    at address: UInt64, of process: borrowing ProcessDirectory
  ) -> (object: ObjectIdentity, offset: UInt64)? {
    var found: (object: ObjectIdentity, offset: UInt64)?
    var reader = MappingReader()
    var namespaces: [Namespace.Kind: UInt64] = [:]
    let pid = process.pid
    _ = try? reader.forEach(of: process) { mapping, text in
      guard found == nil, mapping.isShared, mapping.start <= address, address < mapping.end,
        let own = try? ProcessDirectory(pid)
      else { return }
      let answer = patterns.identify(mapping, in: text, of: own, namespaces: &namespaces)
      found = (
        answer?.object
          ?? ObjectIdentity(.file, device: mapping.device, inode: mapping.inode),
        mapping.offset + address - mapping.start
      )
    }
    return found
  }
}
