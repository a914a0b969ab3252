internal import IPCDiagnosis
internal import LinuxIPC
internal import Tabulate

/// What the formats for people say of boxes and lines.
struct GraphWords {
  let picture: Picture

  private var graph: Graph { picture.graph }

  /// The first of the nodes of a box, which tells what the others are.
  func node(_ box: Int) -> GraphNode { graph.nodes[picture.boxes[box].members[0]] }

  /// A name as one line for a drawing, a long one without its middle.
  private static func shortened(_ name: [UInt8]) -> String {
    let text = SafeText.line(name)
    return text.count > 48 ? "\(text.prefix(20))…\(text.suffix(27))" : text
  }

  /// What a box is called, without the numbers of processes: the name of a process, or the addresses of objects.
  ///
  /// - Parameter hidesNumbers: Whether addresses that are only numbers are to be left out.
  func names(of box: Int, hidesNumbers: Bool = false, most: Int = 12) -> [[UInt8]] {
    let members = picture.boxes[box].members.map { graph.nodes[$0] }
    if let command = picture.boxes[box].command { return [command + Self.times(members.count)] }
    // Connections have the name of their listener.
    var named: [[UInt8]] = []
    var times: [[UInt8]: Int] = [:]
    var numbers: [String: [[UInt8]]] = [:]
    for node in members {
      if node.isNamed {
        let address = node.address ?? []
        if times[address] == nil { named.append(address) }
        times[address, default: 0] += 1
      } else {
        numbers[node.kind ?? "", default: []].append(node.address ?? [])
      }
    }
    let counted = numbers.sorted { $0.key < $1.key }.map { kind, addresses in
      addresses.count == 1 && !hidesNumbers
        ? addresses[0] : Array(kind.utf8) + Self.times(addresses.count)
    }
    let shown = named.prefix(most).map { $0 + Self.times(times[$0] ?? 1) }
    let rest = named.dropFirst(most).reduce(0) { $0 + (times[$1] ?? 1) }
    return shown + (rest > 0 ? [Array("+\(rest)".utf8)] : []) + counted
  }

  private static func times(_ count: Int) -> [UInt8] {
    count > 1 ? Array(" ×\(count)".utf8) : []
  }

  /// What stands in a box of a drawing: lines of safe text.
  func label(of box: Int) -> [String] {
    let node = node(box)
    var lines = names(of: box, most: 4).map(Self.shortened)
    let pids = pids(of: box, most: 4)
    if !pids.isEmpty { lines.append(pids.joined(separator: ", ")) }
    if node.role == .outside { lines.append("not seen") }
    if let state = node.state { lines.append(Self.words(state)) }
    if let fill = fill(of: box) { lines.append(fill) }
    return lines
  }

  /// What stands at an arrow of a drawing: lines of safe text.
  func label(of line: Picture.Line) -> [String] {
    [medium(of: line, hidesNumbers: true)].filter { !$0.isEmpty }.map(Self.shortened)
      + remarks(of: line)
  }

  /// Colours that are told apart also by who sees few of them (Okabe and Ito); words say the same.
  static func colour(_ state: GraphState) -> String {
    switch state {
    case .unaccepted: "#0072b2"
    case .stale: "#767676"
    case .full: "#b35900"
    case .deadlocked: "#c00000"
    }
  }

  /// Whether it is nothing but memory.
  func isMemory(_ box: Int) -> Bool {
    picture.boxes[box].members.allSatisfy { graph.nodes[$0].unit == .memory }
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
      node.role == .object || node.role == .outside && node.address == line.medium.address
    }
    if isTold { return [] }
    let isShown = line.medium.isNamed || line.hasAddress && !hidesNumbers
    let name = isShown ? line.medium.address : Array(line.medium.kind.utf8)
    return name + Self.times(line.count)
  }

  /// How full the objects of a box are, in words; nil for what is none, and where nothing is in them.
  func fill(of box: Int) -> String? {
    guard node(box).role == .object else { return nil }
    return picture.lines.first { $0.from == box || $0.to == box }.flatMap { Self.words($0.fill) }
  }

  /// What is remarkable of a line, in words.
  ///
  /// - Parameter hidesNumbers: Whether to leave out what tells one from another that is alike.
  func remarks(of line: Picture.Line, hidesNumbers: Bool = false) -> [String] {
    // An object in a box has its fill there.
    let isObject = [line.from, line.to].contains { node($0).role == .object }
    let words = [
      line.end.map { name(of: $0, hidesNumbers: hidesNumbers) },
      line.medium.state.map(Self.words),
      isObject || hidesNumbers ? nil : Self.words(line.fill),
      line.medium.certainty == .lastOperator ? "used it last" : nil,
      line.medium.certainty == .waiter ? "waits" : nil,
    ]
    return words.compactMap(\.self)
  }

  private func name(of end: GraphEdge.End, hidesNumbers: Bool) -> String {
    if !hidesNumbers, let address = end.address {
      return "end \(String(decoding: address, as: UTF8.self))"
    }
    return end.isFirst ? "one end" : "the other end"
  }

  static func words(_ state: GraphState) -> String {
    switch state {
    case .unaccepted: "not accepted yet"
    case .stale: "other end closed"
    case .full: "full"
    case .deadlocked: "deadlocked"
    }
  }

  /// How full it is; nil where nothing tells, or there is nothing in it, and of memory.
  static func words(_ fill: GraphFill) -> String? {
    guard fill.isQueued else { return nil }
    let amount = fill.amount
    if let bytes = amount.bytes, bytes > 0, !amount.isMessagesNearer {
      return Fill.words(bytes, of: amount.capacityBytes, "byte")
    }
    if let messages = amount.messages, messages > 0 {
      return Fill.words(messages, of: amount.messagesLimit, fill.thing, "wait")
    }
    return nil
  }

  /// What is not drawn, a part of a sentence each.
  var omissions: [String] {
    graph.omitted.map { reason, count in
      let things = Counted.words(count, reason == .listener ? "listener" : "object")
      return switch reason {
      case .alone: "\(things) that one process alone holds"
      case .listener: "\(things) without clients"
      case .oneWay: "\(things) that all only read, or all only write"
      case .unheld: "\(things) that nobody is seen to hold"
      }
    }
      + (graph.beyond > 0
        ? ["\(Counted.words(graph.beyond, "connection")) of these to others"] : [])
  }
}
