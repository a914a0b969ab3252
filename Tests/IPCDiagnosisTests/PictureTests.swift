import Testing

@testable import IPCDiagnosis
@testable import LinuxIPC

/// What is put together for people.
struct PictureTests {
  private func boxes(_ picture: Picture) -> [[Int32]] {
    picture.boxes.map { $0.members.compactMap { picture.graph.nodes[$0].pid } }
      .filter { !$0.isEmpty }.sorted { $0[0] < $1[0] }
  }

  /// A server with workers, each of which has a pipe of its own to it.
  private var server: GraphScene {
    var scene = GraphScene()
    for pid: Int32 in 1...5 { scene.name(pid, "server") }
    scene.name(6, "other")
    for pid: Int32 in 2...6 { scene.pipe(UInt64(pid), from: [pid], to: [1]) }
    return scene
  }

  @Test func putsTogetherWhoIsAlike() {
    let picture = Picture(of: server.graph(), collapses: true)
    #expect(boxes(picture) == [[1], [2, 3, 4, 5], [6]])
    #expect(picture.lines.map(\.count).sorted() == [1, 4])
  }

  /// Of many workers that are numbered no name tells more than the others; of a few each may.
  @Test(arguments: [3, 4])
  func putsTogetherWhoIsNumbered(_ count: Int32) {
    var scene = GraphScene()
    scene.name(1, "server")
    for pid in 2...(count + 1) {
      scene.name(pid, "w1-\(pid)x")
      scene.pipe(UInt64(pid), from: [pid], to: [1])
    }
    let picture = Picture(of: scene.graph(), collapses: true)
    let names = picture.boxes.map { String(decoding: $0.command ?? [], as: UTF8.self) }.sorted()
    #expect(names == (count < 4 ? ["server", "w1-2x", "w1-3x", "w1-4x"] : ["server", "w1-*x"]))
    #expect(boxes(Picture(of: scene.graph(), collapses: false)).count == Int(count) + 1)
  }

  /// An asterisk stands for what differs, and the number of a version does not.
  @Test func starsWhatDiffersAlone() {
    func box(_ names: String...) -> String? {
      var scene = GraphScene()
      for (pid, name) in zip(Int32(2)..., names) {
        scene.name(pid, name)
        scene.pipe(UInt64(pid), from: [pid], to: [1])
      }
      let boxes = Picture(of: scene.graph(), collapses: true).boxes
      return boxes.first { $0.members.count == names.count }
        .map { String(decoding: $0.command ?? [], as: UTF8.self) }
    }
    #expect(box("php8.2-1", "php8.2-2", "php8.2-3", "php8.2-10") == "php8.2-*")
    #expect(box("php8.2-1", "php8.2-2", "php7.4-3", "php8.4-3") == "php*.*-*")
    #expect(box("1-2", "1-3", "1-4", "1-5") == "1-*")
    #expect(box("w01", "w1", "w1", "w1") == "w*")
  }

  /// It is processes that are many, whether some of them have one name or not.
  @Test(arguments: [["w1", "w1", "w2", "w2"], ["w1", "w1", "w1", "w2"], ["w1", "w1", "w2"]])
  func countsWhoIsNumbered(_ names: [String]) {
    var scene = GraphScene()
    for (pid, name) in zip(Int32(2)..., names) {
      scene.name(pid, name)
      scene.pipe(UInt64(pid), from: [pid], to: [1])
    }
    let picture = Picture(of: scene.graph(), collapses: true)
    #expect(boxes(picture) == (names.count < 4 ? [[1], [2, 3], [4]] : [[1], [2, 3, 4, 5]]))
  }

  @Test func canLeaveThemApart() {
    let picture = Picture(of: server.graph(), collapses: false)
    #expect(boxes(picture).count == 6)
    #expect(picture.lines.count == 5)
  }

  /// One worker has a client: it is not like the others.
  @Test func keepsApartWhoIsNot() {
    var scene = server
    scene.pipe(20, from: [3], to: [6])
    #expect(boxes(Picture(of: scene.graph(), collapses: true)) == [[1], [2, 4, 5], [3], [6]])
  }

  /// A parent that shares all with its children leads them.
  @Test func keepsLeadersApart() {
    var scene = GraphScene()
    for pid: Int32 in 1...4 {
      scene.name(pid, "server")
      // The scene's processes are children of 1.
      scene.waits.add(pid)
    }
    scene.segment(1, (1...4).map { ($0, .mapReadWrite) })
    scene.segment(2, (1...4).map { ($0, .mapReadWrite) })
    let picture = Picture(of: scene.graph(), collapses: true)
    #expect(boxes(picture) == [[1], [2, 3, 4]])
    // What the same share is one box.
    #expect(picture.boxes.count == 3)
  }

  /// What several share holds what it holds, however many of them are one box.
  @Test func addsNoFillUpThatIsOne() {
    var scene = GraphScene()
    for pid: Int32 in 2...4 { scene.name(pid, "client") }
    scene.segment(1, [(1, .mapReadWrite), (2, .mapRead), (3, .mapRead), (4, .mapRead)])
    let picture = Picture(of: scene.graph(), collapses: true)
    #expect(boxes(picture) == [[1], [2, 3, 4]])
    #expect(Set(picture.lines.map(\.fill.amount.capacityBytes)) == [4096])
  }

  @Test func findsParts() {
    var scene = GraphScene()
    scene.pipe(7, from: [1], to: [2])
    scene.pipe(8, from: [2], to: [3])
    scene.pipe(9, from: [4], to: [5])
    scene.waits.add(4, .pipe(9, .room, by: 5))
    let picture = Picture(of: scene.graph(), collapses: true)
    // What is full comes before what is larger.
    #expect(picture.parts.map(\.count) == [2, 3])
  }
}
