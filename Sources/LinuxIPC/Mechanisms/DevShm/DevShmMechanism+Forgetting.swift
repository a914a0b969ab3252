package import SystemPackage

extension DevShmMechanism {
  package static func file(of object: Object) -> FileStatus { object.file }

  package static var mayServeKernel: Bool { true }

  /// The kernel records nobody of a file.
  package static func traces(of object: Object, in context: Context) -> Traces {
    var traces = Traces(owner: object.file.uid, lastTime: object.file.lastTime)
    traces.contents = [object.file.size, object.file.allocatedBytes]
    if object.isForeign {
      traces.use = "something else"
    } else if object.file.links != 1 {
      traces.use = "called by another name too"
    }
    return traces
  }

  package static func openToAsk(
    _ object: Object, in context: Context
  ) throws(Errno) -> Descriptor {
    do throws(IPCError) {
      return try open(object.name, [.readOnly, .nonBlocking], in: context)
    } catch {
      throw error.errno ?? .noSuchFileOrDirectory
    }
  }

  /// The lease is taken before the file gets its other name: who opens it by its own until then waits, and is seen;
  /// who comes later finds nothing.
  package static func removeForgotten(
    _ object: Object, in context: Context
  ) throws(IPCError) -> String? {
    guard !object.isForeign else { throw foreign(object.file, object.name) }
    let subject = address(object.name)
    let directory = try openDirectory(subject, in: context)
    let sole: SoleFile?
    do throws(Errno) {
      sole = try soleIfTold(object, in: context)
    } catch {
      guard error == .resourceTemporarilyUnavailable else {
        throw self.error("open", error, subject)
      }
      return "is open by now"
    }
    var objection: String?
    do throws(IPCError) {
      try unlink(
        object.name.file, in: directory, onlyIf: object.file, asidePrefix: "", subject
      ) { (directory, name) throws(IPCError) in
        let file = try attempt("lstat", subject) { () throws(Errno) in
          try FileStatus(ofLink: name, in: directory)
        }
        if sole?.isWanted == true {
          objection = "is open by now"
        } else if !object.file.isUnused(until: file) {
          objection = "was used meanwhile"
        }
        if objection != nil { throw swapped(subject) }
      }
    } catch {
      if let objection { return objection }
      throw error
    }
    return nil
  }
}

extension FileStatus {
  /// Whether nothing was read or written, and nothing changed but its name, until a later look: that moves the change
  /// time alone.
  fileprivate func isUnused(until later: FileStatus) -> Bool {
    later.accessTime == accessTime && later.modifyTime == modifyTime && later.size == size
      && later.links == links && later.uid == uid && later.mode == mode
  }
}
