internal import IPCSnapshot
internal import LinuxIPC

/// What is to be drawn between parties: an object, or a connection of two.
struct GraphLine {
  let kind: String
  let unit: DataUnit
  /// By what people know it.
  let address: [UInt8]
  let isNamed: Bool
  let state: GraphState?
  let objects: [[UInt8]]
  let fills: GraphFills

  init(_ object: GraphObject, _ state: GraphState?) {
    kind = object.kind
    unit = object.unit
    address = object.address
    isNamed = object.isNamed
    self.state = state
    objects = [object.address]
    fills = GraphFills([object])
  }

  /// - Parameters:
  ///   - ends: Of a connection, at least one.
  ///   - served: Its name; nil where it has none but the number of an end.
  init(ends: [GraphObject], _ served: (address: [UInt8], isNamed: Bool)?, _ state: GraphState?) {
    kind = ends[0].kind
    unit = ends[0].unit
    address = served?.address ?? ends[0].address
    isNamed = served?.isNamed ?? false
    self.state = state
    objects = ends.map(\.address)
    fills = GraphFills(ends)
  }

  /// What is waited for and is no object.
  init(_ subject: Subject) {
    kind = subject.kind
    unit = .counter
    address = subject.address
    isNamed = true
    state = nil
    objects = []
    fills = GraphFills()
  }

  func medium(
    _ direction: GraphEdge.Direction, _ certainty: GraphEdge.Certainty, _ worse: GraphState?
  ) -> GraphEdge.Medium {
    GraphEdge.Medium(
      kind: kind, address: address, isNamed: isNamed, direction: direction, certainty: certainty,
      state: [state, worse].compactMap(\.self).max())
  }
}
