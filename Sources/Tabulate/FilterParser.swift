/// Reads an expression by descent: `or` of `and` of `not` of a comparison or of parentheses.
struct FilterParser {
  /// More than anybody writes, and little enough for the stack.
  private static let maximumDepth = 100

  /// The columns that were named so far, each once.
  private(set) var used: [Heading] = []

  private let headings: [Heading]
  private let now: Int64
  private var scanner: FilterScanner
  private var depth = 0

  init(_ text: [UInt8], headings: [Heading], now: Int64) {
    scanner = FilterScanner(text)
    self.headings = headings
    self.now = now
  }

  mutating func parse() throws(FilterError) -> FilterExpression {
    scanner.skipBlanks()
    if scanner.isAtEnd { throw error("the expression is empty", at: 0) }
    let expression = try alternatives()
    if scanner.isAtEnd { return expression }
    if scanner.take(symbol: ")") {
      throw error("there is no ( for this )", at: scanner.offset - 1)
    }
    throw expected("'and', 'or' or the end")
  }

  private mutating func alternatives() throws(FilterError) -> FilterExpression {
    var parts = [try conjunction()]
    while take("or", "||") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func conjunction() throws(FilterError) -> FilterExpression {
    var parts = [try negation()]
    while take("and", "&&") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func negation() throws(FilterError) -> FilterExpression {
    let start = scanner.offset
    if take("not", "!") {
      try descend(at: start)
      defer { depth -= 1 }
      return .not(try negation())
    }
    guard scanner.take(symbol: "(") else { return try comparison() }
    try descend(at: start)
    defer { depth -= 1 }
    scanner.skipBlanks()
    let inner = try alternatives()
    guard scanner.take(symbol: ")") else {
      if scanner.isAtEnd { throw error("there is no ) for this (", at: start) }
      throw expected("'and', 'or' or )")
    }
    scanner.skipBlanks()
    return inner
  }

  private mutating func comparison() throws(FilterError) -> FilterExpression {
    let start = scanner.offset
    guard !isJoined, let name = scanner.name() else { throw expected("a column") }
    let (operand, shape) = try operand(name, at: start)
    scanner.skipBlanks()
    let end = scanner.offset
    guard let comparison = scanner.comparison() else {
      guard endsOperand else { throw expected("an operator") }
      return .presence(operand)
    }
    scanner.skipBlanks()
    let place = scanner.offset
    let text = try value()
    let test: FilterComparison.Test
    switch comparison.meaning {
    case .pattern: test = try pattern(text, name, shape, operator: end, value: place)
    case .relation(let relation):
      if shape == .flag, relation != .equal {
        throw error("\(name) is yes or no, which \(comparison.symbol) does not compare", at: end)
      }
      guard let read = FilterValue.test(relation, text, as: shape, now: now) else {
        throw error("'", text[...], "' is not \(shape.expectation)", at: place)
      }
      if relation == .equal { try check(text, of: operand, at: place) }
      test = read
    }
    scanner.skipBlanks()
    return .comparison(
      FilterComparison(operand: operand, test: test, isNegated: comparison.isNegated))
  }

  private func pattern(
    _ text: [UInt8], _ name: String, _ shape: Shape, operator end: Int, value place: Int
  ) throws(FilterError) -> FilterComparison.Test {
    guard shape.isText else {
      throw error("a pattern is for text, which \(name) is not", at: end)
    }
    do throws(FilterPattern.Refusal) {
      return .pattern(try FilterPattern(text))
    } catch {
      throw self.error("not a regular expression: \(error.reason)", at: place)
    }
  }

  /// Sees that a column may have a value, where its values are known: another is a slip.
  private func check(
    _ text: [UInt8], of operand: FilterOperand, at place: Int
  ) throws(FilterError) {
    let heading = used[operand.column]
    let words = heading.words
    guard !words.isEmpty, !words.contains(where: { text.elementsEqual($0.utf8) }) else { return }
    throw error(
      "no such \(heading.name): '", text[...], "' (known are \(words.joined(separator: ", ")))",
      at: place)
  }

  private mutating func value() throws(FilterError) -> [UInt8] {
    switch scanner.value() {
    case .bytes(let bytes): return bytes
    case .unclosed: throw error("the quote has no end", at: scanner.offset)
    case .none: throw expected("a value")
    }
  }

  /// The column called `name`, or after a dot a member of it, and what its values are.
  private mutating func operand(
    _ name: String, at start: Int
  ) throws(FilterError) -> (FilterOperand, Shape) {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let heading: Heading
    do throws(UnknownColumn) {
      heading = try ColumnSelection.find(String(parts[0]), in: headings)
    } catch {
      throw FilterError(.unknownColumn(error.name), in: scanner.text, at: start)
    }
    let column = used.firstIndex(of: heading) ?? used.count
    if column == used.count { used.append(heading) }
    guard case .record(let members) = heading.shape.element else {
      if parts.count > 1 { throw error("\(parts[0]) has no members", at: start) }
      return (FilterOperand(column: column, member: nil), heading.shape.element)
    }
    guard parts.count > 1 else {
      let first = members.first?.shape.element ?? .text
      return (FilterOperand(column: column, member: nil), first)
    }
    guard let member = try? ColumnSelection.find(String(parts[1]), in: members) else {
      let known = members.map(\.name).joined(separator: ", ")
      throw error("\(parts[0]) has no member '\(parts[1])' (it has \(known))", at: start)
    }
    return (FilterOperand(column: column, member: member.name), member.shape.element)
  }

  /// Whether a column may stand alone here.
  private var endsOperand: Bool {
    var next = scanner
    return isJoined || next.isAtEnd || next.take(symbol: ")")
  }

  /// Whether an `and` or `or` stands here.
  private var isJoined: Bool {
    var next = self
    return next.take("and", "&&") || next.take("or", "||")
  }

  /// Takes a word or its synonym, and the blanks behind it.
  private mutating func take(_ word: String, _ symbol: String) -> Bool {
    guard scanner.take(word: word) || scanner.take(symbol: symbol) else { return false }
    scanner.skipBlanks()
    return true
  }

  private mutating func descend(at start: Int) throws(FilterError) {
    depth += 1
    if depth > Self.maximumDepth {
      throw error("more than \(Self.maximumDepth) levels of ( and 'not'", at: start)
    }
  }

  private func expected(_ what: String) -> FilterError {
    guard !scanner.isAtEnd else { return error("\(what) is expected here", at: scanner.offset) }
    return error("\(what) is expected here, not '", scanner.word, "'", at: scanner.offset)
  }

  private func error(
    _ words: String, _ foreign: ArraySlice<UInt8> = [], _ end: String = "", at offset: Int
  ) -> FilterError {
    let bytes = Array(words.utf8) + FilterError.clipped(foreign) + Array(end.utf8)
    return FilterError(.words(bytes), in: scanner.text, at: offset)
  }
}

extension Shape {
  /// Of a list, what is in it.
  fileprivate var element: Shape {
    if case .list(let shape) = self { shape.element } else { self }
  }
}
