internal import Glibc
internal import SystemPackage

/// A descriptor of a process, named by its path: `/proc/PID/fd/N`.
package struct DescriptorReference: Sendable {
  private let pid: Int32
  private let fd: Int32
  private let path: [UInt8]

  /// nil for any other path.
  package init?(path: [UInt8]) {
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1].elementsEqual("proc".utf8),
      parts[3].elementsEqual("fd".utf8),
      let fd = ByteScanner.whole(Array(parts[4]).span).flatMap(Int32.init(exactly:))
    else { return nil }
    if parts[2].elementsEqual("self".utf8) {
      pid = getpid()
    } else {
      guard let pid = ByteScanner.whole(Array(parts[2]).span).flatMap(Int32.init(exactly:)) else {
        return nil
      }
      self.pid = pid
    }
    self.fd = fd
    self.path = path
  }

  /// The name, in the text of its mechanism, of what the descriptor leads to; nil when it is not of
  /// that mechanism.
  ///
  /// - Throws: `notFound` when there is no such descriptor, `denied` when it may not be looked at, or where
  ///   its name stands; `gone` when the object has lost its name.
  package func name<Kind: DescriptorNamed>(
    as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> [UInt8]? {
    let subject = String(decoding: path, as: UTF8.self)
    let patterns = Kind.sightings(in: context).descriptors
    let recognised: DescriptorLinks.Look
    do throws(Errno) {
      recognised = try LentCapabilities.raising(Capability.sight) { () throws(Errno) in
        let process = try ProcessDirectory(pid)
        var buffer = [UInt8](repeating: 0, count: DescriptorLinks.bufferSize)
        return try DescriptorLinks(of: process).recognise(
          fd, DescriptorPatterns(patterns), below: nil, &buffer, keepsText: true)
      }
    } catch {
      if ProcessDirectory.hides(pid) {
        throw IPCError(
          .denied, subject: subject, operation: "readlink", errno: error,
          reason: "/proc does not show the process", hint: "needs \(ProcessDirectory.listNeeds)")
      }
      let failure = GeneralFailures.error("readlink", error, subject)
      guard error.isDenial else { throw failure }
      throw IPCError(
        failure.kind, subject: subject, operation: failure.operation, errno: error,
        reason: failure.reason, hint: "needs \(error.needs(Capability.sight))")
    }
    guard case .object(let sighting) = recognised else { return nil }
    do throws(IPCError) {
      return try Kind.name(of: sighting.object, sighting.sighting, in: context)?.text
    } catch {
      throw IPCError(
        error.kind, subject: subject, operation: error.operation, errno: error.errno,
        reason: error.reason, hint: error.hint)
    }
  }
}
