import Support
import Testing

/// What the doctor finds of files of sockets.
struct StaleMounts {
  let document: [UInt8]
  let status: Int32?

  init(_ options: String...) throws {
    let output = try Program.ipctool(["doctor", "--rule", "stale-socket", "--json"] + options).run()
    document = output.standardOutput
    status = output.status
  }

  init(_ program: Program) throws {
    let output = try program.run()
    document = output.standardOutput
    status = output.status
  }

  /// What is found of which something holds a text, as Python writes some fields.
  func findings(about text: String, _ fields: String = "f['message']") throws -> String {
    try json(document, "[\(fields) for f in d['findings'] if '\(text)' in str(f)]")
  }

  /// What is found on the /run of a container; its /tmp is that of other tests.
  func findings(in container: Container, _ fields: String = "f['message']") throws -> String {
    try json(
      document,
      "[\(fields) for f in d['findings'] if f['message'].startswith('/run/')"
        + " and 'found in mnt=\(container.mount)' in f['evidence']]")
  }

  /// What is not seen, as the function of the same name has it.
  func hides(_ expression: String) throws -> Bool { try EndToEndTests.hides(document, expression) }

  static let words =
    "the file of a socket in another mount namespace: no socket is bound to it any more"

  /// In Python: leaves the file of a socket, or keeps a socket.
  static let sockets = """
    def bind(path, kind=socket.SOCK_STREAM):
        end = socket.socket(socket.AF_UNIX, kind); end.bind(path)
        if kind != socket.SOCK_DGRAM: end.listen()
        return end

    """
}
