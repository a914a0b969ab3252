internal import IPCDiagnosis
internal import LinuxIPC
package import Tabulate

/// A JSON document that commands write: its members have one definition for the writer and for the
/// schema.
package struct JSONDocument: Sendable {
  /// The members of documents beside `version`.
  enum Member: String {
    case objects, processes, mechanisms, kinds, columns, messages, values, threads, deadlocks
    case findings, rules, limits, capabilities, nodes, edges, omitted, coverage
  }

  /// What its schema is called.
  package let name: String
  /// Which commands write it, in words.
  package let help: String
  /// The member behind `version`.
  package let content: Heading
  /// Those between that and `coverage`.
  package private(set) var others: [Heading] = []
  /// What has to be in its rows where `-o` chooses their members; nil where it does not.
  package let selection: Selection?

  /// What is in rows whose members are chosen.
  package struct Selection: Sendable {
    /// The members that are there whatever was chosen.
    package let always: [String]
    /// A member with objects whose members are chosen as well.
    package let nested: String?

    package init(always: [String] = [], nested: String? = nil) {
      self.always = always
      self.nested = nested
    }
  }

  /// The version of every document: raised when a member is renamed or removed.
  package static let version = 1

  /// What could not be seen.
  package static var coverage: Heading {
    Heading(
      name: Member.coverage.rawValue, title: "COVERAGE", help: "what could not be seen",
      shape: Record<Coverage>.coverage.shape, isOptional: false)
  }

  /// A document of rows.
  private init(
    _ name: String, _ help: String, array: Member, of row: Shape, selection: Selection? = nil
  ) {
    self.name = name
    self.help = help
    content = Heading(
      name: array.rawValue, title: array.rawValue.uppercased(), help: "one for each",
      shape: .list(row),
      isOptional: false)
    self.selection = selection
  }

  static var list: JSONDocument {
    JSONDocument(
      "ls", "ipctool ls --json; a line of --jsonl is one of its objects", array: .objects,
      of: .record(ObjectColumns.headings), selection: Selection())
  }

  static var show: JSONDocument {
    JSONDocument(
      "show", "ipctool show --json; a line of --jsonl is one of its objects", array: .objects,
      of: .record(Catalog.headings))
  }

  static var processes: JSONDocument {
    JSONDocument(
      "ps", "ipctool ps --json; a line of --jsonl is one of its processes", array: .processes,
      of: .record(HeldRow.processColumns.map(\.heading) + [.holdings]),
      selection: Selection(always: [Heading.pid.name], nested: Heading.holdings.name))
  }

  static var summary: JSONDocument {
    JSONDocument(
      "summary", "ipctool --json, ipctool summary --json", array: .mechanisms,
      of: .record(SummaryRow.columns.map(\.heading)))
  }

  static var exercise: JSONDocument {
    JSONDocument(
      "exercise", "ipctool exercise --json; a line of --jsonl is one of its kinds", array: .kinds,
      of: .record(ExerciseColumns.members.map(\.heading)))
  }

  static var limits: JSONDocument {
    JSONDocument(
      "limits", "ipctool limits --json; a line of --jsonl is one of its limits", array: .limits,
      of: .record(LimitColumns.headings), selection: Selection())
  }

  static var capabilities: JSONDocument {
    var document = JSONDocument(
      "caps", "ipctool caps --json; a line of --jsonl is one of its capabilities",
      array: .capabilities, of: .record(CapabilityColumns.headings), selection: Selection())
    document.others = Record<Privileges>.members.map(\.heading)
    return document
  }

  static var guide: JSONDocument {
    JSONDocument(
      "mechanisms", "ipctool mechanisms --json; a line of --jsonl is one of its mechanisms",
      array: .mechanisms, of: .record(GuideColumns.columns.map(\.heading)))
  }

  static var why: JSONDocument {
    var document = JSONDocument(
      "why", "ipctool why --json; a line of --jsonl is one of its threads", array: .threads,
      of: Record<WhyThread>.thread.shape)
    document.others = [
      Heading(
        name: Member.deadlocks.rawValue, title: "DEADLOCKS",
        help: "the processes that wait for each other",
        shape: .list(Record<Deadlock>.deadlock.shape), isOptional: false)
    ]
    return document
  }

  static var graph: JSONDocument {
    var document = JSONDocument(
      "graph", "ipctool graph --json; a line of --jsonl is one of its edges", array: .edges,
      of: Record<GraphRow>.edge.shape)
    document.others = [
      Heading(
        name: Member.nodes.rawValue, title: "NODES",
        help: "processes, what more than two share, and others who are not seen",
        shape: .list(Record<GraphNode>.node.shape), isOptional: false),
      Heading(
        name: Member.omitted.rawValue, title: "OMITTED", help: "how many are not drawn, and why",
        shape: Record<Graph>.omitted.shape, isOptional: false),
    ]
    return document
  }

  static var doctor: JSONDocument {
    JSONDocument(
      "doctor", "ipctool doctor --json; a line of --jsonl is one of its findings",
      array: .findings, of: .record(FindingColumns.all.map(\.heading)))
  }

  static var rules: JSONDocument {
    JSONDocument(
      "rules", "ipctool doctor --list --json", array: .rules,
      of: .record(DoctorReport.ruleHeadings))
  }

  static var orphans: JSONDocument {
    JSONDocument(
      "orphans",
      "ipctool rm --orphaned --dry-run --json; a line of --jsonl is one of its objects",
      array: .objects, of: .record(OrphanColumns.all.map(\.heading)))
  }

  static var columns: JSONDocument {
    JSONDocument(
      "columns", "ipctool ls --columns --json, and of ps, limits and caps", array: .columns,
      of: .record(ColumnTable.headings))
  }

  static var messages: JSONDocument {
    JSONDocument(
      "messages", "ipctool recv --json and peek --json of messages and memory", array: .messages,
      of: .either(Record<Message>.text.shape, Record<Message>.base64.shape))
  }

  static var values: JSONDocument {
    JSONDocument(
      "values", "ipctool recv --json and peek --json of counters", array: .values, of: .number)
  }

  /// All of them.
  package static var all: [JSONDocument] {
    [
      list, show, processes, summary, graph, why, doctor, rules, orphans, limits, exercise, guide,
      capabilities,
      columns, messages, values,
    ]
  }
}
