internal import IPCSnapshot
internal import LinuxIPC

/// The addresses of what exists at this moment.
enum LiveAddresses {
  /// Those of one kind, as it is listed: nothing is read of each object.
  static func of(_ kind: any Presented.Type, in context: Context) -> [String] {
    addresses(kind, in: context)
  }

  private static func addresses<Kind: Presented>(
    _ kind: Kind.Type, in context: Context
  ) -> [String] {
    Snapshot(Snapshot.Request(kinds: [kind]), in: context).objects(of: kind)
      .map { kind.address($0.name) }
  }
}
