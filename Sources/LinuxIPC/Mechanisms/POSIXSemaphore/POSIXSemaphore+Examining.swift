internal import SystemPackage

extension POSIXSemaphore: Examining {
  package static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object? {
    guard details.contains(.values), !object.isForeign else { return object }
    guard context.mayReadContents else {
      coverage.hide("semaphore values", needs: Context.contentNeeds)
      return object
    }
    do throws(IPCError) {
      let current = try read(object.name, in: context)
      return current.file.isSameFile(as: object.file) ? current : nil
    } catch {
      switch error.kind {
      case .notFound, .gone: return nil
      case .denied:
        coverage.hide(
          "semaphore values",
          needs: Capabilities.current().missing(of: [.dacReadSearch], for: .reaching))
      default: coverage.hide("semaphore values", because: error)
      }
      return object
    }
  }

  /// The semaphore and what is in it, read from its file: no mapping that others could cut short, no call
  /// that anybody could notice (KERNEL-NOTES section 6.5).
  static func read(_ name: Name, in context: Context) throws(IPCError) -> Object {
    let subject = address(name)
    let file = try open(name, .readOnly, in: context)
    let status = try attempt("fstat", subject) { () throws(Errno) in try file.status() }
    var word: UInt64 = 0
    let count = try attempt("pread", subject) { () throws(Errno) in
      var bytes = [UInt8](repeating: 0, count: MemoryLayout<UInt64>.size)
      return try unsafe bytes.withUnsafeMutableBytesCarrying { (buffer) throws(Errno) in
        let count = try unsafe file.read(into: buffer, at: 0)
        word = unsafe buffer.loadUnaligned(as: UInt64.self)
        return count
      }
    }
    guard count == MemoryLayout<UInt64>.size else {
      throw error("pread", .badAddress, subject)
    }
    return Object(name: name, file: status, state: State(word: word))
  }
}

extension POSIXSemaphore: Peeking {
  package static var peekingOptions: Set<VerbOption> { [] }

  package static func peek(
    at name: Name, _ request: ReceiveRequest, into output: inout some DataOutput & ~Copyable,
    in context: Context
  ) throws(IPCError) -> Coverage {
    let state = try read(name, in: context).state
    try output.write(values: state.map { [UInt64($0.value)] } ?? [])
    return Coverage()
  }
}
