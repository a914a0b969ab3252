import CLinuxIPC
import LinuxIPC
import Support
import Testing

/// What only semaphores have: values with a limit, members, and a call that is not told how large its
/// array is.
struct SysVSemaphoreValueTests {
  @Test(arguments: [(1, 0), (1, 32767), (2, 1), (32000, 0), (32000, 32767)] as [(UInt64, UInt64)])
  func values(count: UInt64, value: UInt64) throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(count, value: value)
      let object = try semaphores.inspect(id)
      #expect(object.count == count)
      let expected = [UInt64](repeating: value, count: Int(count))
      #expect(try semaphores.peek(at: id) == expected)
      #expect(try semaphores.peek(at: id, index: count - 1) == [value])
      for details in [Details.values, .all] {
        let (examined, coverage) = semaphores.examine(object, details)
        #expect(examined?.values == expected.map { UInt16($0) })
        #expect(coverage.isComplete)
      }
      #expect(try Witness.semaphores(id).map { $0[1] } == expected.map { Int($0) })
    }
  }

  @Test func full() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(value: 32000)
      let error = failure { try semaphores.add(1000, to: id) }
      #expect(error?.kind == .tooLarge)
      #expect(
        error?.description
          == "sem:\(id): semop: ERANGE: value is 32000, 1000 more would pass the limit of 32767")
      #expect(failure { try semaphores.add(32768, to: id) }?.kind == .tooLarge)
      #expect(failure { try semaphores.add(.max, to: id) }?.kind == .tooLarge)
      #expect(failure { try semaphores.add(0, to: id) }?.kind == .usage)
      #expect(try semaphores.peek(at: id) == [32000])
      try semaphores.add(767, to: id)
      #expect(try Witness.semaphores(id).map { $0[1] } == [32767])
    }
  }

  @Test func tooLow() throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(2, value: 2)
      let error = failure { try semaphores.take(3, from: id, index: 1) }
      #expect(error?.kind == .empty)
      #expect(error?.description == "sem:\(id): semop: EAGAIN: value is 2, 3 wanted")
      #expect(failure { try semaphores.take(32768, from: id) }?.kind == .tooLarge)
      let zero = failure { try semaphores.take(0, from: id) }
      #expect(zero?.reason == "value is 2, 0 wanted")
      #expect(try semaphores.take(2, from: id) == [2])
      #expect(try semaphores.take(0, from: id) == [0], "it is zero now")
      #expect(try Witness.semaphores(id).map { $0[1] } == [0, 2])
    }
  }

  @Test(arguments: [3, 65535, 65536, 65537, .max] as [UInt64])
  func noSuchMember(index: UInt64) throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(3)
      let errors = [
        failure { try semaphores.add(to: id, index: index) },
        failure { try semaphores.take(from: id, index: index) },
        failure { try semaphores.peek(at: id, index: index) },
      ]
      #expect(errors.map { $0?.kind } == [.usage, .usage, .usage])
      #expect(
        errors.allSatisfy {
          $0?.reason == "no member \(index): the set has 3 members, 0 to 2"
        })
      #expect(try semaphores.peek(at: id) == [0, 0, 0])
    }
  }

  /// semop's index has 16 bits: a member beyond is refused, where the kernel would take another.
  @Test func membersBeyondSixteenBits() throws {
    try withSandbox {
      let semaphores = Semaphores()
      try TextFile.write("100000 1000000 500 32000", to: "/proc/sys/kernel/sem")
      let id = try semaphores.create(100_000)
      try semaphores.add(5, to: id, index: 65535)
      let errors = [
        failure { try semaphores.add(to: id, index: 65536) },
        failure { try semaphores.take(0, from: id, index: 99999) },
      ]
      #expect(errors.map { $0?.kind } == [.usage, .usage])
      #expect(errors.allSatisfy { $0?.reason.contains("0 to 65535") == true })
      #expect(cipc_sem_value(id, 0) == 0)
      // A limit that was lowered since changes nothing for what is there.
      try TextFile.write("10 100 500 32000", to: "/proc/sys/kernel/sem")
      let values = try semaphores.peek(at: id)
      #expect(values.count == 100_000)
      #expect(values.enumerated().allSatisfy { $1 == ($0 == 65535 ? 5 : 0) })
      #expect(try semaphores.peek(at: id, index: 99999) == [0])
    }
  }

  /// A set of another size with the same id: nothing is written past the end of anything, and its
  /// values are not shown as those of the one that was meant.
  @Test(arguments: [(5000, 1), (1, 32000), (2, 3), (3, 2)] as [(UInt64, UInt64)])
  func replacedMeanwhile(before: UInt64, after: UInt64) throws {
    try withSandbox {
      let semaphores = Semaphores()
      let id = try semaphores.create(before)
      let object = try semaphores.inspect(id)
      try semaphores.replace(id, count: after)
      for details in [Details.values, .all] {
        let (examined, coverage) = semaphores.examine(object, details)
        #expect(examined == nil)
        #expect(coverage.isComplete)
      }
      #expect(try semaphores.peek(at: id).count == Int(after))
    }
  }
}
