internal import CLibcap
internal import SystemPackage

/// The three sets that the kernel keeps of a thread, or those of a file, as libcap has them.
@safe struct CapabilityState: ~Copyable {
  private let state: cap_t

  /// Those of the calling thread.
  ///
  /// The corresponding C function is `cap_get_proc`.
  static func ofThread() throws(Errno) -> CapabilityState {
    guard let state = unsafe cap_get_proc() else { throw .noMemory }
    return unsafe CapabilityState(state: state)
  }

  /// Those of a file; nil for one that has none.
  ///
  /// The corresponding C function is `cap_get_file`.
  static func ofFile(_ path: String) -> CapabilityState? {
    guard let state = unsafe cap_get_file(path) else { return nil }
    return unsafe CapabilityState(state: state)
  }

  private init(state: cap_t) {
    unsafe self.state = state
  }

  deinit { _ = unsafe cap_free(UnsafeMutableRawPointer(state)) }

  /// A set, by the numbers of capabilities, of which the kernel has no more than 64.
  subscript(_ set: cap_flag_t) -> UInt64 {
    get {
      var bits: UInt64 = 0
      for number in 0..<cap_max_bits() {
        var flag = CAP_CLEAR
        guard unsafe cap_get_flag(state, number, set, &flag) == 0, flag == CAP_SET else { continue }
        bits |= 1 << UInt64(number)
      }
      return bits
    }
    set {
      _ = unsafe cap_clear_flag(state, set)
      for number in 0..<cap_max_bits() where newValue >> UInt64(number) & 1 != 0 {
        var number = number
        _ = unsafe cap_set_flag(state, set, 1, &number, CAP_SET)
      }
    }
  }

  /// The three of them; empty where there are none.
  struct Sets: Sendable {
    var effective: UInt64 = 0
    var permitted: UInt64 = 0
    var inheritable: UInt64 = 0
    /// Of those of a file: the user, by the number that he has here, who is root in the user namespace that they count
    /// in; nil where they count here (capabilities(7), namespaced file capabilities).
    var foreignRoot: UInt32?
  }

  /// The corresponding C function is `cap_get_nsowner`, too.
  var sets: Sets {
    let root = unsafe cap_get_nsowner(state)
    return Sets(
      effective: self[CAP_EFFECTIVE], permitted: self[CAP_PERMITTED],
      inheritable: self[CAP_INHERITABLE], foreignRoot: root == 0 || root == .max ? nil : root)
  }

  /// Gives them to the calling thread.
  ///
  /// The corresponding C function is `cap_set_proc`.
  ///
  /// - Throws: `notPermitted` for more than it has.
  borrowing func apply() throws(Errno) {
    _ = try systemCall { unsafe cap_set_proc(state) }
  }

  /// By the numbers of capabilities, those that `isSet` is true of.
  static func bits(where isSet: (cap_value_t) -> Bool) -> UInt64 {
    (0..<cap_max_bits()).reduce(0) { isSet($1) ? $0 | 1 << UInt64($1) : $0 }
  }
}

extension Capability {
  var bit: UInt64 { 1 << UInt64(number) }

  static func bits(_ capabilities: some Sequence<Capability>) -> UInt64 {
    capabilities.reduce(0) { $0 | $1.bit }
  }

  static func all(in bits: UInt64) -> Set<Capability> {
    Set(allCases.filter { bits & $0.bit != 0 })
  }
}
