internal import ArgumentParser
internal import IPCSnapshot
internal import LinuxIPC
internal import Tabulate

/// Which objects `rm --orphaned` is about, and whether it asks.
struct OrphanOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      """
      What nobody holds and whose users are dead, of the addresses or, without any, of all \
      \(Catalog.forgettable.map { $0.keyword }.joined(separator: ", ")). Shows it, and asks.
      """))
  var orphaned = false

  @Option(
    name: .customLong("kind"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Orphans of this kind only; may be repeated.", valueName: "kind"),
    completion: .list(Catalog.forgettable.map { $0.keyword }))
  var kinds: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Orphans that this user owns, by name or number.", valueName: "user"),
    completion: .users)
  var user: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Orphans that nobody made, used or changed since: 90s, 10m, 2h, 3d, 1w, or a date.",
      valueName: "age"))
  var olderThan: String?

  @Flag(help: "Remove orphans without a question.")
  var yes = false

  /// Whether not all orphans are meant.
  var selects: Bool { !kinds.isEmpty || user != nil || olderThan != nil }

  func validate() throws {
    if orphaned { return }
    let given = [
      ("--kind", !kinds.isEmpty), ("--user", user != nil), ("--older-than", olderThan != nil),
      ("--yes", yes),
    ]
    if let (option, _) = given.first(where: { $0.1 }) {
      throw ValidationError("\(option) takes --orphaned")
    }
  }

  /// - Parameters:
  ///   - named: As `OrphanSearch.Condition` has it.
  ///   - namespaces: As `OrphanSearch.Condition` has it.
  func condition(
    _ named: [ObjectIdentity: String]?, _ namespaces: NamespaceSelection?, in context: Context
  ) throws(IPCError) -> OrphanSearch.Condition {
    OrphanSearch.Condition(
      kinds: try wantedKinds(),
      uid: try user.map { (user) throws(IPCError) in
        guard let uid = UserNames.uid(of: user) else {
          throw Reference.misuse("--user", "no such user: \(user)")
        }
        return uid
      },
      moment: try olderThan.map { (age) throws(IPCError) in
        guard let moment = Timestamp.parse(RawArgument.decode(age), now: context.now) else {
          throw Reference.misuse(
            "--older-than", "not an age: \(age)", hint: "such as 90s, 10m, 2h, 3d, 1w, or a date")
        }
        return moment
      },
      named: named, namespaces: namespaces)
  }

  private func wantedKinds() throws(IPCError) -> [any OrphanKind.Type] {
    if kinds.isEmpty { return Catalog.forgettable }
    return try Catalog.mechanisms(named: kinds).map { (kind) throws(IPCError) in
      guard let forgettable = kind as? any OrphanKind.Type else {
        throw Self.refusal(of: kind, "--kind")
      }
      return forgettable
    }
  }

  static func refusal(of kind: any Mechanism.Type, _ subject: String) -> IPCError {
    Reference.misuse(
      subject, "\(kind.keyword) is never orphaned: it lives while a process holds it, or is a file",
      hint: "known are \(Catalog.forgettable.map { $0.keyword }.joined(separator: ", "))")
  }
}
