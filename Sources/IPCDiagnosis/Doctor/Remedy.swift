internal import IPCSnapshot
internal import LinuxIPC

/// What can be done about something that is wrong.
enum Remedy {
  /// A command that mends it and harms nobody.
  case command([UInt8])
  /// There is one, which is refused to us.
  case refused(because: String)

  var command: [UInt8]? {
    if case .command(let command) = self { command } else { nil }
  }

  /// Why it is not told, in words.
  var refusal: String? {
    if case .refused(let reason) = self { "mending it is refused: \(reason)" } else { nil }
  }

  /// What removes an object that nobody uses, if that is still so when it runs.
  fileprivate static func forgetting(_ address: [UInt8]) -> Remedy {
    .command(Array("ipctool rm --orphaned --yes ".utf8) + address)
  }

  /// What removes an object by its address.
  fileprivate static func removing(_ address: [UInt8]) -> Remedy {
    .command(Array("ipctool rm ".utf8) + address)
  }

  /// - Parameter check: Throws what such a command would.
  fileprivate func unlessRefused(_ check: () throws(IPCError) -> Void) -> Remedy {
    do throws(IPCError) {
      try check()
      return self
    } catch {
      return .refused(because: error.reason)
    }
  }
}

extension Examination {
  /// What removes an object that nobody is left to use; nil where somebody is.
  ///
  /// - Parameter abandonment: nil where that was not asked before.
  func remedy<Kind: Forgettable>(
    forgetting object: Kind.Object, _ kind: Kind.Type, _ abandonment: Abandonment? = nil
  ) -> Remedy? {
    guard abandonment ?? self.abandonment(of: object, kind) == .forgotten else { return nil }
    let place = snapshot.place(of: object, kind, from: context)
    return Remedy.forgetting(address(of: object, kind)).unlessRefused { () throws(IPCError) in
      try place.run { (context) throws(IPCError) in
        try Kind.checkForgetting(object, in: context)
      }
    }
  }

  /// What removes the file of a socket, to which none is bound.
  func remedy(unlinking file: FileStatus, at path: [UInt8], _ address: [UInt8]) -> Remedy {
    Remedy.removing(address).unlessRefused { () throws(IPCError) in
      try SocketFile.checkUnlinking(of: file, at: path, in: context)
    }
  }
}
