internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue: Inspecting, Examining {
  package static func inspect(_ name: Name, in context: Context) throws(IPCError) -> Object {
    Object(name: name, file: try status(of: name), namespace: context.ipcNamespace)
  }

  static func status(of name: Name) throws(IPCError) -> FileStatus {
    let queue = try pin(name)
    return try attempt("fstat", address(name)) { () throws(Errno) in try queue.status() }
  }

  /// The queue called `name`, held: whatever happens to the name, this stays the same one.
  ///
  /// It is opened, as that finds the right queue whatever is mounted; what may not be opened is looked
  /// up in the directory, which takes no right.
  static func pin(_ name: Name) throws(IPCError) -> Descriptor {
    let subject = address(name)
    let refusal: Errno
    do throws(Errno) {
      return try Handle.open(name, .readOnly)
    } catch {
      refusal = error
    }
    guard refusal == .permissionDenied else { throw error("mq_open", refusal, subject) }
    if let queue = try? Handle.open(name, .writeOnly) { return queue }
    guard let root = try? Root.open(subject) else {
      throw error(
        "mq_open", refusal, subject, opening: .readOnly, orNeeding: openingRights)
    }
    return try attempt("open", subject) { () throws(Errno) in
      try Descriptor(opening: name.file, in: root.directory, flags: [.path, .noFollow])
    }
  }

  /// How full it is, and of one that is shown also its text: to read that moves the access and change
  /// times, which were read before (KERNEL-NOTES section 2.2).
  package static func examine(
    _ object: Object, for details: Details, in context: Context, coverage: inout Coverage
  ) -> Object? {
    guard details.contains(.fill) else { return object }
    guard context.mayReadContents else {
      coverage.hide("contents of POSIX message queues", needs: Context.contentNeeds)
      return object
    }
    var examined = object
    var isWhole = true
    do throws(Errno) {
      let queue = try Handle(lookingAt: object.name)
      guard try queue.descriptor.status().isSameFile(as: object.file) else { return nil }
      examined.attributes = try queue.attributes()
      if details.contains(.all) {
        isWhole = queue.isReadable
        if isWhole { examined.status = try queue.status() }
      }
    } catch .noSuchFileOrDirectory {
      return nil
    } catch .permissionDenied {
      isWhole = false
    } catch {
      coverage.hide("contents of POSIX message queues", needs: "another try (\(error.symbol))")
    }
    if !isWhole {
      coverage.hide(
        "contents of POSIX message queues",
        needs: Capabilities.current().missing(of: [.dacReadSearch], for: .reaching))
    }
    return examined
  }
}
