internal import IPCSnapshot
internal import LinuxIPC
internal import SystemPackage

/// An object as a user named it: the mechanism, and the name in that mechanism's own text.
struct Reference {
  let mechanism: any Presented.Type
  /// What the mechanism's `Name` parses.
  let name: [UInt8]
  /// As it was typed.
  let typed: String
  /// The namespace that the name belongs to, where that is not our own.
  let namespace: Namespace?
  private let followsLinks: Bool

  /// Reads `text`: an address, an absolute path, or `/proc/PID/fd/N`.
  ///
  /// - Parameter followsLinks: Whether a symbolic link stands for what it leads to: for verbs that only
  ///   look, as whoever changes something means the very name.
  init(_ text: String, followsLinks: Bool = false, in context: Context) throws(IPCError) {
    typed = text
    self.followsLinks = followsLinks
    let bytes = RawArgument.decode(text)
    if bytes.first == UInt8(ascii: "/") {
      (mechanism, name) = try Self.resolve(
        path: bytes, text, followsLinks: followsLinks, in: context)
      namespace = nil
      return
    }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      throw Self.misuse(
        text, "not an address: it takes the form KIND:NAME, or an absolute path",
        hint: Catalog.mechanism(text) == nil ? nil : "'ipctool ls \(text)' lists those of that kind"
      )
    }
    let keyword = String(decoding: bytes[..<colon], as: UTF8.self)
    let known = Catalog.mechanism(keyword)
    let (end, stated) = try Self.namespace(in: bytes, behind: colon, of: known, text)
    namespace = stated.flatMap { context.isIn($0) ? nil : $0 }
    guard let decoded = Address.decode(bytes[(colon + 1)..<end]) else {
      throw Self.misuse(text, "a % in an address is followed by two hexadecimal digits")
    }
    name = decoded
    if let known {
      mechanism = known
    } else {
      mechanism = try Self.mechanism(ofFamily: keyword, decoded, text, in: context)
    }
  }

  /// Where the name in an address ends, and the namespace that is stated behind it.
  private static func namespace(
    in bytes: [UInt8], behind colon: Int, of kind: (any Presented.Type)?, _ text: String
  ) throws(IPCError) -> (end: Int, namespace: Namespace?) {
    guard let scope = kind?.scope, let found = Address.qualifier(of: bytes),
      found.at > colon + 1
    else { return (bytes.count, nil) }
    guard found.namespace.kind == scope else {
      throw misuse(
        text, "\(kind?.keyword ?? "") is told apart by \(scope.title)s: @\(scope.rawValue)=INODE",
        hint: "an @ of the name itself is %40 there")
    }
    return (found.at, found.namespace)
  }

  /// The kind, among those that are one family in /proc, that knows an object of that name: the sockets'
  /// links are `socket:[INODE]`, whatever kind they are.
  private static func mechanism(
    ofFamily family: String, _ name: [UInt8], _ text: String, in context: Context
  ) throws(IPCError) -> any Presented.Type {
    let kinds = Catalog.mechanisms.filter { ($0 as? any Sighted.Type)?.family == family }
    guard !kinds.isEmpty else {
      throw misuse(text, "no such kind (known are \(Catalog.keywords))")
    }
    for kind in kinds {
      if let inspecting = kind as? any Inspecting.Type,
        try exists(name, text, as: inspecting, in: context)
      {
        return kind
      }
    }
    // What is in no list processes may hold all the same.
    let snapshot = Snapshot(aroundObjectsOf: kinds, in: context)
    for kind in kinds where snapshot.hasObject(named: name, of: kind) { return kind }
    let keywords = kinds.map { $0.keyword }.joined(separator: ", ")
    throw snapshot.missing(text, "there is none among \(keywords)")
  }

  private static func exists<Kind: Inspecting>(
    _ name: [UInt8], _ text: String, as kind: Kind.Type, in context: Context
  ) throws(IPCError) -> Bool {
    // The form of the link alone: what else a kind takes for a name is said with the kind.
    guard name.first == UInt8(ascii: "["), let name = try? Kind.Name(parsing: name) else {
      throw misuse(text, "no such kind (known are \(Catalog.keywords))")
    }
    do throws(IPCError) {
      _ = try Kind.inspect(name, in: context)
      return true
    } catch {
      if error.kind == .notFound { return false }
      throw error
    }
  }

  /// The name in the terms of its mechanism.
  func name<Kind: Mechanism>(as kind: Kind.Type) throws(IPCError) -> Kind.Name {
    do throws(IPCError) {
      return try Kind.Name(parsing: name).canonical(followsLinks: followsLinks)
    } catch {
      throw Self.misuse(typed, error.reason)
    }
  }

  /// The error for a verb that `mechanism` does not have.
  static func refusal(
    of verb: Verb, _ mechanism: any Mechanism.Type, _ typed: String
  ) -> IPCError {
    let reason = mechanism.refusals[verb] ?? "ipctool does not offer it yet"
    return misuse(typed, "\(mechanism.keyword) has no \(verb.rawValue): \(reason)")
  }

  static func misuse(_ typed: String, _ reason: String, hint: String? = nil) -> IPCError {
    IPCError(.usage, subject: typed, reason: reason, hint: hint)
  }

  private static func resolve(
    path: [UInt8], _ text: String, followsLinks: Bool, in context: Context
  ) throws(IPCError) -> (any Presented.Type, [UInt8]) {
    if let descriptor = DescriptorReference(path: path) {
      for mechanism in Catalog.mechanisms {
        guard let named = mechanism as? any DescriptorNamed.Type else { continue }
        if let name = try descriptor.name(as: named, in: context) { return (mechanism, name) }
      }
      throw IPCError(
        .notFound, subject: text, reason: "it leads to no object of the kinds that are known")
    }
    for path in [path, path.canonicalPath(followsLinks: followsLinks)] {
      for mechanism in Catalog.mechanisms {
        if let named = mechanism as? any PathNamed.Type, let name = Self.name(path, as: named) {
          return (mechanism, name)
        }
      }
    }
    _ = try GeneralFailures.attempt("lstat", text) { () throws(Errno) in
      try FileStatus(ofLink: path)
    }
    throw misuse(text, "no kind of object has its files there")
  }

  private static func name<Kind: PathNamed>(_ path: [UInt8], as kind: Kind.Type) -> [UInt8]? {
    Kind.name(atPath: path)?.text
  }
}
