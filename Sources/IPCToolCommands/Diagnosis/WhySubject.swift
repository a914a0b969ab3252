internal import IPCSnapshot
internal import LinuxIPC
internal import SystemPackage

/// What somebody may wait for, as a user names it: an object, or what `why` prints in the place of one.
enum WhySubject {
  /// What was named, and the namespace that it is in when that is not our own.
  typealias Found = (identity: Subject.Identity, namespace: NamespaceHandle?)

  static func find(_ text: String, in context: Context) throws(IPCError) -> Found {
    if let pid = number(behind: "process:", in: text) { return (.process(pid), nil) }
    if let word = word(in: text) { return (word, nil) }
    if text.hasPrefix("file:") {
      let path = Address.decode(Array(text.utf8.dropFirst("file:".utf8.count))[...])
      return (try file(at: path ?? [], text), nil)
    }
    do throws(IPCError) {
      return try object(text, in: context)
    } catch {
      // Any file may be locked.
      let path = RawArgument.decode(text)
      guard path.first == UInt8(ascii: "/"), error.kind != .denied else { throw error }
      return (try file(at: path, text), nil)
    }
  }

  private static func object(
    _ text: String, in context: Context
  ) throws(IPCError) -> Found {
    if !text.contains(":"), !text.hasPrefix("/") {
      throw Reference.misuse(text, "neither a process nor an address")
    }
    let reference = try Reference(text, followsLinks: true, in: context)
    let handle = try reference.handle()
    func identity<Kind: Presented>(_ kind: Kind.Type) throws(IPCError) -> ObjectIdentity {
      var snapshot = Snapshot(
        aroundObjectsOf: [kind],
        namespaces: handle.map { NamespaceSelection(of: [$0], seenFrom: context) }, in: context)
      return try snapshot.inspect(reference, as: kind, in: context).identity
    }
    return (.object(try identity(reference.mechanism)), handle)
  }

  private static func file(at path: [UInt8], _ text: String) throws(IPCError) -> Subject.Identity {
    let status: FileStatus
    do throws(Errno) {
      status = try FileStatus(of: path)
    } catch {
      throw GeneralFailures.error("stat", error, text)
    }
    // These alone are locked.
    guard status.type == .regular || status.type == .directory else {
      throw Reference.misuse(text, "nobody waits for a \(status.type.rawValue) as for an object")
    }
    return .object(ObjectIdentity(.file, device: status.device, inode: status.inode))
  }

  /// A word in the memory of one process, `futex:PID/0xADDRESS`; nil for something else.
  private static func word(in text: String) -> Subject.Identity? {
    guard let slash = text.firstIndex(of: "/"),
      let pid = number(behind: "futex:", in: String(text[..<slash])),
      text[slash...].hasPrefix("/0x"), let address = UInt64(text[slash...].dropFirst(3), radix: 16)
    else { return nil }
    return .privateFutex(pid: pid, address: address)
  }

  private static func number(behind label: String, in text: String) -> Int32? {
    text.hasPrefix(label) ? Int32(text.dropFirst(label.count)).flatMap { $0 > 0 ? $0 : nil } : nil
  }
}
