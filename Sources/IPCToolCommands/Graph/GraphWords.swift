internal import IPCDiagnosis
internal import LinuxIPC

/// What the formats for people say of boxes and lines.
struct GraphWords {
  let picture: Picture

  private var graph: Graph { picture.graph }

  /// The first of the nodes of a box, which tells what the others are.
  func node(_ box: Int) -> GraphNode { graph.nodes[picture.boxes[box].members[0]] }

  /// What a box is called, without its numbers: the name of a process, the address of an object.
  ///
  /// - Parameter hidesNumbers: Whether an address that is only a number is to be left out.
  func name(of box: Int, hidesNumbers: Bool = false) -> [UInt8] {
    let members = picture.boxes[box].members
    let node = node(box)
    let count = members.count > 1 ? Array(" ×\(members.count)".utf8) : []
    if let command = node.command { return command + count }
    let isShown = node.isNamed || !hidesNumbers && members.count == 1
    return (isShown ? node.address ?? [] : Array((node.kind ?? "").utf8)) + count
  }

  /// The processes of a box, runs of them as `7-9`; empty for what is none.
  func pids(of box: Int, most: Int = 12) -> [String] {
    let pids = picture.boxes[box].members.compactMap { graph.nodes[$0].pid }
    var runs: [ClosedRange<Int32>] = []
    for pid in pids {
      if let last = runs.last, pid == last.upperBound + 1 {
        runs[runs.count - 1] = last.lowerBound...pid
      } else {
        runs.append(pid...pid)
      }
    }
    let shown = runs.prefix(most)
    let rest = runs.dropFirst(most).reduce(0) { $0 + $1.count }
    return shown.map { run in
      run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
    } + (rest > 0 ? ["+\(rest)"] : [])
  }

  /// What a line goes over, without its state; empty where a box that it leads to tells.
  func medium(of line: Picture.Line, hidesNumbers: Bool = false) -> [UInt8] {
    let isTold = [line.from, line.to].map(node).contains { node in
      node.isObject || node.isOutside && node.address == line.medium.address
    }
    if isTold { return [] }
    let isShown = line.medium.isNamed || line.hasAddress && !hidesNumbers
    let name = isShown ? line.medium.address : Array(line.medium.kind.utf8)
    return name + (line.count > 1 ? Array(" ×\(line.count)".utf8) : [])
  }

  /// What is remarkable of a line, in words; nil for nothing.
  func remark(of line: Picture.Line) -> String? {
    let words = [
      line.medium.state.map(Self.words), line.medium.state.flatMap { _ in Self.words(line.fill) },
      line.medium.certainty == .lastOperator ? "used it last" : nil,
      line.medium.certainty == .waiter ? "waits" : nil,
    ]
    let said = words.compactMap(\.self)
    return said.isEmpty ? nil : said.joined(separator: ", ")
  }

  static func words(_ state: GraphState) -> String {
    switch state {
    case .unaccepted: "not accepted yet"
    case .stale: "nobody at the other end"
    case .full: "full"
    case .deadlocked: "deadlocked"
    }
  }

  /// How full it is; nil where nothing tells, or there is nothing in it.
  static func words(_ fill: GraphFill) -> String? {
    if let bytes = fill.bytes, bytes > 0 {
      return "\(bytes)" + (fill.capacityBytes.map { " of \($0)" } ?? "") + " bytes"
    }
    if let messages = fill.messages, messages > 0 {
      return "\(messages)" + (fill.messagesLimit.map { " of \($0)" } ?? "") + " wait"
    }
    return nil
  }

  /// What is not drawn, a part of a sentence each.
  var omissions: [String] {
    graph.omitted.map { reason, count in
      let things = reason == .listener ? "listener" : "object"
      let plural = count == 1 ? things : things + "s"
      return switch reason {
      case .alone: "\(count) \(plural) that one process alone holds"
      case .listener: "\(count) \(plural) without clients"
      case .oneWay: "\(count) \(plural) that all only read, or all only write"
      case .unheld: "\(count) \(plural) that nobody holds"
      }
    } + (graph.beyond > 0 ? ["\(graph.beyond) connections of these to others"] : [])
  }
}
