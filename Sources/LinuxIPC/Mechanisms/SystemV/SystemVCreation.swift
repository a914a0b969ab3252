internal import CLinuxIPC

/// What the three `create` of System V share.
enum SystemVCreation {
  /// The key to create with; IPC_PRIVATE without a name.
  ///
  /// - Throws: `usage` for an id: the kernel alone gives them out.
  static func key(of name: SystemVName?, kind: String) throws(IPCError) -> Int32 {
    switch name {
    case nil: 0
    case .key(let key): key
    case .id(let id):
      throw IPCError(
        .usage, subject: "\(kind):\(id)", reason: "an id cannot be chosen",
        hint: "use a key (\(kind):0x…), or none for a private object")
    }
  }
}
