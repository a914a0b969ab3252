internal import IPCDiagnosis

/// A picture in lines: around each box with many lines a paragraph, and what is left in chains.
struct GraphLayout {
  enum Paragraph {
    /// A box and lines of it.
    case hub(Int, lines: [Int])
    /// Boxes and the lines between them.
    case chain([Int], lines: [Int])
  }

  struct Line {
    let words: [[UInt8]]
    let depth: Int
  }

  private let picture: Picture
  private let words: GraphWords
  /// What is said of whoever talks to nobody.
  private let silent: String
  private(set) var paragraphs: [Paragraph] = []

  /// - Parameter silent: What is said of whoever talks to nobody.
  init(_ picture: Picture, silent: String) {
    self.picture = picture
    self.silent = silent
    words = GraphWords(picture: picture)
    var sorting = Sorting(picture)
    for part in picture.parts { sorting.lay(part) }
    paragraphs = sorting.paragraphs
  }

  // MARK: - In words

  /// By what others know a paragraph that is like another.
  func start(of paragraph: Paragraph) -> String {
    let box =
      switch paragraph {
      case .hub(let box, _): box
      case .chain(let boxes, _): boxes[0]
      }
    return words.pids(of: box).first
      ?? String(decoding: words.names(of: box)[0], as: UTF8.self)
  }

  /// - Parameter hidesNumbers: Whether to leave out what tells one from another that is alike.
  func lines(of paragraph: Paragraph, hidesNumbers: Bool = false) -> [Line] {
    switch paragraph {
    case .chain(let boxes, let lines):
      [Line(words: chain(boxes, lines, hidesNumbers), depth: 0)]
    case .hub(let box, let lines):
      [Line(words: name(box, hidesNumbers), depth: 0)]
        + (lines.isEmpty
          ? [Line(words: split(Array(silent.utf8)), depth: 1)]
          : spokes(box, lines, hidesNumbers))
    }
  }

  private func chain(_ boxes: [Int], _ lines: [Int], _ hidesNumbers: Bool) -> [[UInt8]] {
    var text = name(boxes[0], hidesNumbers)
    for (place, line) in lines.enumerated() {
      let line = picture.lines[line]
      let isBack = line.from != boxes[place]
      let left = line.medium.direction == .both || isBack ? "<-" : "-"
      let right = line.medium.direction == .both || !isBack ? "->" : "-"
      var medium = split(words.medium(of: line, hidesNumbers: hidesNumbers))
      medium += remark(of: line, hidesNumbers)
      if medium.isEmpty {
        text.append(Array(arrow(line, from: boxes[place]).utf8))
      } else {
        medium[0] = Array(left.utf8) + medium[0]
        medium[medium.count - 1] += Array(right.utf8)
        text += medium
      }
      text += name(boxes[place + 1], hidesNumbers)
    }
    return text
  }

  /// The lines of a hub, those over the same with the same remark in one.
  private func spokes(_ hub: Int, _ lines: [Int], _ hidesNumbers: Bool) -> [Line] {
    func head(_ line: Picture.Line) -> [[UInt8]] {
      split(words.medium(of: line, hidesNumbers: hidesNumbers)) + remark(of: line, hidesNumbers)
        + [Array(arrow(line, from: hub).utf8)]
    }
    var order: [[[UInt8]]] = []
    var alike: [[[UInt8]]: [Picture.Line]] = [:]
    for line in lines.map({ picture.lines[$0] }) {
      let head = head(line)
      if alike[head] == nil { order.append(head) }
      alike[head, default: []].append(line)
    }
    return order.map { key in
      let lines = alike[key] ?? []
      // Not by the inodes of what they share: the kernel does not give these in their order.
      let boxes = lines.map { $0.other(than: hub) }.sorted {
        picture.order(of: $0) < picture.order(of: $1)
      }
      // A number is of all that are named behind it.
      let isCounted = lines[0].count > 1
      let head =
        isCounted ? head(lines.dropFirst().reduce(into: lines[0]) { $0.add($1) }) : key
      let names = boxes.enumerated().flatMap { place, box in
        var words = name(box, hidesNumbers)
        if place < boxes.count - 1 { words[words.count - 1].append(UInt8(ascii: ",")) }
        return words
      }
      return Line(words: head + names, depth: 1)
    }
  }

  private func remark(of line: Picture.Line, _ hidesNumbers: Bool) -> [[UInt8]] {
    let remarks = words.remarks(of: line, hidesNumbers: hidesNumbers).joined(separator: ", ")
    return remarks.isEmpty ? [] : split(Array("(\(remarks))".utf8))
  }

  private func arrow(_ line: Picture.Line, from box: Int) -> String {
    line.medium.direction == .both ? "<->" : line.from == box ? "->" : "<-"
  }

  private func name(_ box: Int, _ hidesNumbers: Bool) -> [[UInt8]] {
    let names = words.names(of: box, hidesNumbers: hidesNumbers)
    var name = split(Array(names.joined(separator: Array(", ".utf8))))
    if words.node(box).role == .outside { name += split(Array("(not seen)".utf8)) }
    if !hidesNumbers, let fill = words.fill(of: box) { name += split(Array("(\(fill))".utf8)) }
    let pids = hidesNumbers ? [] : words.pids(of: box)
    if pids.isEmpty { return name }
    if pids.count == 1, picture.boxes[box].members.count == 1 {
      return name + [Array(pids[0].utf8)]
    }
    return name + split(Array("(\(pids.joined(separator: ", ")))".utf8))
  }

  private func split(_ text: [UInt8]) -> [[UInt8]] {
    if text.isEmpty { return [] }
    return text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map {
      Array($0)
    }
  }
}

/// What stands together.
private struct Sorting {
  private let picture: Picture
  private let linesAt: [[Int]]
  private var told: Set<Int> = []
  private(set) var paragraphs: [GraphLayout.Paragraph] = []

  init(_ picture: Picture) {
    self.picture = picture
    var linesAt = [[Int]](repeating: [], count: picture.boxes.count)
    for (place, line) in picture.lines.enumerated() {
      linesAt[line.from].append(place)
      if line.to != line.from { linesAt[line.to].append(place) }
    }
    self.linesAt = linesAt
  }

  /// - Parameter part: Boxes that lines connect.
  mutating func lay(_ part: [Int]) {
    if part.allSatisfy({ linesAt[$0].isEmpty }) {
      paragraphs += part.map { .hub($0, lines: []) }
      return
    }
    for box in part.sorted(by: { (-linesAt[$0].count, $0) < (-linesAt[$1].count, $1) }) {
      let left = left(box)
      guard left.count > 2 else { continue }
      told.formUnion(left)
      paragraphs.append(.hub(box, lines: left))
    }
    // Whoever is left has a line or two: ends first, those from which data comes before others.
    let ends = part.filter { left($0).count == 1 }
    let sources = ends.filter { box in left(box).contains { picture.lines[$0].from == box } }
    for box in sources + ends + part {
      while let first = left(box).first(where: { picture.lines[$0].from == box })
        ?? left(box).first
      {
        follow(first, from: box)
      }
    }
  }

  private func left(_ box: Int) -> [Int] { linesAt[box].filter { !told.contains($0) } }

  private mutating func follow(_ first: Int, from start: Int) {
    var boxes = [start]
    var lines: [Int] = []
    var next: Int? = first
    while let line = next {
      told.insert(line)
      lines.append(line)
      let box = picture.lines[line].other(than: boxes[boxes.count - 1])
      boxes.append(box)
      next = left(box).first
    }
    paragraphs.append(.chain(boxes, lines: lines))
  }
}

extension Picture.Line {
  func other(than box: Int) -> Int { from == box ? to : from }
}
