import Support
import Testing

@testable import LinuxIPC

/// All sockets of one kind in the sandbox, looked at once.
struct SocketList<Kind: Inspecting & Enumerating> {
  let objects: [Kind.Object]
  private let context = Context.current()

  init(_ kind: Kind.Type) throws {
    var coverage = Coverage()
    objects = try Kind.objects(in: context, coverage: &coverage)
    #expect(coverage.isComplete)
  }

  func inspect(_ text: String) throws -> Kind.Object {
    try Kind.inspect(Kind.Name(parsing: Array(text.utf8)), in: context)
  }

  /// The one that is called `name` in `sockets`.
  func object(_ name: String, of sockets: ForeignSockets) throws -> Kind.Object {
    let identity = SocketIdentity.of(inode: try sockets.inode(name))
    return try #require(objects.first { $0.identity == identity }, "\(name)")
  }

  func name(_ name: String, of sockets: ForeignSockets) throws -> String {
    String(decoding: try object(name, of: sockets).name.text, as: UTF8.self)
  }
}

extension [Peer<UnixSocket.Name>] {
  var texts: [String] { map { String(decoding: $0.name.text, as: UTF8.self) } }
}

extension [Peer<InternetName>] {
  var texts: [String] { map { String(decoding: $0.name.text, as: UTF8.self) } }
}
