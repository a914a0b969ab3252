internal import CLinuxIPC

/// Room for one message, however long it is, that is used for all: nobody has to ask how long the next one is.
@safe struct MessageRoom: ~Copyable {
  /// In bytes; no kernel has a message of so many in one piece (mm/slab.h, KMALLOC_MAX_SIZE). What is not used takes
  /// addresses and no memory.
  private static let size = 1 << 30

  private let base: UnsafeMutableRawPointer?

  init() { unsafe base = cipc_reserve(Self.size) }

  deinit {
    if let base = unsafe base { _ = unsafe cipc_unmap(base, Self.size) }
  }

  /// nil where there are no addresses for it (RLIMIT_AS, vm.overcommit_memory).
  var bytes: UnsafeMutableRawBufferPointer? {
    unsafe base.map { unsafe UnsafeMutableRawBufferPointer(start: $0, count: Self.size) }
  }
}
