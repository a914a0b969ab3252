internal import CLinuxIPC
@testable import LinuxIPC

extension FuzzTarget {
  /// What stands in the registers and the memory of a thread that sleeps in a call.
  static let memory = [
    FuzzTarget("call-arguments") { bytes in
      var input = FuzzInput(bytes)
      let start: UInt64 = 0x1000
      let number = Int64(input.byte()) | Int64(input.byte() & 1) << 8
      // Pointers and small numbers: of all others nearly none lead anywhere.
      let words = (0..<6).map { _ -> UInt64 in
        switch input.byte() & 3 {
        case 0: UInt64(input.byte())
        case 1: start + UInt64(input.byte())
        case 2: UInt64(truncatingIfNeeded: input.number(as: Int32.self))
        default: input.number()
        }
      }
      let memory = ThreadMemory(recorded: input.rest, at: start)
      let frame = ThreadSample.Frame(number: number, arguments: words, stackPointer: 0)
      let arguments = CallArguments(frame, memory)
      let call = unsafe cipc_call(number)
      let form = unsafe call.form
      _ = arguments.isTimeLimited(form)
      _ = unsafe arguments.hasMask(at: Int(call.mask), form)
      for target in arguments.targets(of: form) ?? [] { check(target, input.rest.count, memory) }
    }
  ]

  private static func check(
    _ target: BlockedCall.Target, _ size: Int, _ memory: ThreadMemory
  ) {
    switch target {
    case .connecting(_, let address), .sending(_, let address):
      require(address.count <= min(size, 128), "an address that is longer than its memory")
    case .semaphores(_, let operations):
      require(operations.count * 6 <= size, "operations that are not in memory")
    case .futex(let use):
      for expected in [0, 2, 0x8000_0001] as [UInt32] {
        guard let owner = FutexWord(use, expected: expected, memory).owner else { continue }
        require(owner > 0, "no thread has that number")
      }
    default: break
    }
  }
}
