import Testing

@testable import IPCToolCommands

/// What is offered when there is too much to offer.
struct CompletionShareTests {
  @Test(arguments: [
    ([3, 2], 10, [3, 2]), ([20, 2, 0], 10, [8, 2, 0]), ([20, 20], 10, [5, 5]),
    ([1, 30, 4, 30], 20, [1, 7, 4, 8]), ([], 10, []), ([5], 0, [0]),
  ])
  func leavesRoomForTheFew(counts: [Int], limit: Int, expected: [Int]) {
    let lists = counts.enumerated().map { kind, count in (0..<count).map { (kind, $0) } }
    let shared = Completion.share(lists, limit)
    #expect(counts.indices.map { kind in shared.count { $0.0 == kind } } == expected)
    // Each from its beginning, in the order of the lists.
    #expect(shared.map(\.0) == shared.map(\.0).sorted())
    for kind in counts.indices {
      #expect(shared.filter { $0.0 == kind }.map(\.1) == Array(0..<expected[kind]))
    }
  }
}
