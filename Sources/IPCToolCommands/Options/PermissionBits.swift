internal import ArgumentParser

/// Permission bits on the command line, octal: 640, 0640.
struct PermissionBits: ExpressibleByArgument, Sendable {
  let value: UInt32

  init?(argument: String) {
    guard argument.allSatisfy({ ("0"..."7").contains($0) }),
      let value = UInt32(argument, radix: 8), value <= 0o777
    else { return nil }
    self.value = value
  }
}
