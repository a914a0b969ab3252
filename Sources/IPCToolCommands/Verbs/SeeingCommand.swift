internal import ArgumentParser
internal import LinuxIPC

/// A command that looks, and shows more to who has more privileges. All others run with the plain rights of the real
/// user where the file of the program lends it more (`LentCapabilities`).
protocol SeeingCommand: ParsableCommand {
  /// Which capabilities it uses of those that are lent: none that serves for more than to see.
  static var sight: Set<Capability> { get }
}

extension SeeingCommand {
  static var sight: Set<Capability> { Set(Capability.allCases.filter { $0.shows != nil }) }
}

/// What counts objects, and tells nothing of those that only other namespaces have.
extension Summary {
  static var sight: Set<Capability> { .counting }
}

extension Mechanisms {
  static var sight: Set<Capability> { .counting }
}

extension Set<Capability> {
  fileprivate static var counting: Set { Set(Capability.sight + [.systemAdmin, .bpf, .perfmon]) }
}
