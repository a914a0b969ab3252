package import LinuxIPC

/// Who talks, or what is between those who do.
package struct GraphNode: Sendable, Equatable {
  package enum Role: Sendable {
    case process
    /// What more than two processes share, or is worth to be seen though it connects nobody.
    case object
    /// Another host, or who holds what nobody is seen to hold.
    case outside
  }

  package let role: Role
  /// What edges name it by: an address, of a process `process:PID`.
  package let id: [UInt8]
  /// These two are of a process, and nil for all else.
  package let pid: Int32?
  package let command: [UInt8]?
  /// These two are of an object, or of the other end; nil for a process.
  package let kind: String?
  package let address: [UInt8]?
  /// Whether the address says more than a number does.
  package let isNamed: Bool
  /// What an object carries; nil for all else.
  package let unit: DataUnit?
  package internal(set) var state: GraphState?
  /// Of a process; nil where that is not known.
  package internal(set) var parent: Int32?

  init(process pid: Int32, command: [UInt8]) {
    role = .process
    id = Self.id(of: pid)
    self.pid = pid
    self.command = command
    kind = nil
    address = nil
    isNamed = false
    unit = nil
  }

  init(object line: GraphLine, id: [UInt8]) {
    role = .object
    self.id = id
    pid = nil
    command = nil
    kind = line.kind
    address = line.address
    isNamed = line.isNamed
    unit = line.unit
    state = line.state
  }

  init(outside kind: String, at address: [UInt8], isNamed: Bool, id: [UInt8]) {
    role = .outside
    self.id = id
    pid = nil
    command = nil
    self.kind = kind
    self.address = address
    self.isNamed = isNamed
    unit = nil
  }

  static func id(of pid: Int32) -> [UInt8] { Array("process:\(pid)".utf8) }
}
