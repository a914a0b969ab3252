internal import IPCSnapshot
internal import LinuxIPC

/// The addresses of what exists at this moment.
enum LiveAddresses {
  /// Those of one kind, as it is listed: nothing is read of each object. But of what lives in a process that
  /// `create` started those alone are removed.
  static func of(
    _ kind: any Presented.Type, for verb: Verb?, in context: Context
  ) -> [String] {
    let isOwnOnly = verb == .rm && kind is any Holdable.Type
    return addresses(kind, isOwnOnly: isOwnOnly, in: context)
  }

  private static func addresses<Kind: Presented>(
    _ kind: Kind.Type, isOwnOnly: Bool, in context: Context
  ) -> [String] {
    let snapshot = Snapshot(
      Snapshot.Request(kinds: [kind], includesHolders: isOwnOnly), in: context)
    return snapshot.objects(of: kind).filter { object in
      !isOwnOnly
        || snapshot.holders(of: object, as: kind)?
          .contains { OwnHolder.isRecognised($0.pid, of: object.identity) } == true
    }.map { kind.address(of: $0) }
  }
}
