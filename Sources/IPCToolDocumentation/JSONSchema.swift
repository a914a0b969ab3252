import IPCToolCommands
import Tabulate

/// The JSON Schema of a document (json-schema.org, draft 2020-12), made from the headings that the document
/// itself is written from.
///
/// Objects may have members that no schema names: "more may be added" is part of the format.
enum JSONSchema {
  /// The schema of `document`, as a cell that JSON can write.
  static func schema(of document: JSONDocument) -> Cell {
    var definitions = [Field("text", text)]
    var content = schema(of: document.content)
    if case .list(.record(let members)) = document.content.shape {
      // Under a name of its own, so that lines of --jsonl can be checked against it.
      let row = document.selection.map { record(members, $0) } ?? record(members)
      definitions.append(Field("row", .record(row)))
      content = .record(array(of: reference("row")) + description(document.content))
    }
    let coverage = JSONDocument.coverage
    return .record([
      Field("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      Field("$id", .text("urn:ipctool:\(document.name):\(JSONDocument.version)")),
      Field("title", .text(document.help)),
      Field("type", .text("object")),
      Field(
        "properties",
        .record(
          [
            Field("version", .record([Field("const", .number(Int64(JSONDocument.version)))])),
            Field(document.content.name, content),
          ] + document.others.map { Field($0.name, schema(of: $0)) } + [
            Field(coverage.name, schema(of: coverage))
          ])),
      Field(
        "required",
        words(
          ["version", document.content.name] + document.others.map(\.name) + [coverage.name])),
      Field("$defs", .record(definitions)),
    ])
  }

  /// Of a member: what its heading says of it.
  private static func schema(of heading: Heading) -> Cell {
    let fields = schema(of: heading.shape)
    guard heading.isOptional else { return .record(fields + description(heading)) }
    let null = Cell.record([Field("type", .text("null"))])
    return .record([Field("anyOf", .list([.record(fields), null]))] + description(heading))
  }

  private static func schema(of shape: Shape) -> [Field] {
    switch shape {
    case .text: reference("text")
    case .word: [Field("type", .text("string"))]
    case .number, .process: [Field("type", .text("integer"))]
    case .count, .bytes, .percent:
      [Field("type", .text("integer")), Field("minimum", .number(0))]
    case .mode: [Field("type", .text("string")), Field("pattern", .text("^0[0-7]{3,4}$"))]
    case .time: [Field("type", .text("string")), Field("format", .text("date-time"))]
    case .flag: [Field("type", .text("boolean"))]
    case .list(let element): array(of: schema(of: element))
    case .either(let one, let other):
      [Field("oneOf", .list([.record(schema(of: one)), .record(schema(of: other))]))]
    case .record(let members): record(members)
    }
  }

  /// An object that has all of `members`.
  private static func record(_ members: [Heading]) -> [Field] {
    record(members, schema) + [Field("required", words(members.map(\.name)))]
  }

  /// An object that has those of `members` that were chosen.
  private static func record(_ members: [Heading], _ selection: JSONDocument.Selection) -> [Field] {
    let fields = record(members) { member in
      guard member.name == selection.nested, case .list(.record(let members)) = member.shape else {
        return schema(of: member)
      }
      return .record(array(of: record(members, JSONDocument.Selection())) + description(member))
    }
    if selection.always.isEmpty { return fields }
    return fields + [Field("required", words(selection.always))]
  }

  private static func record(_ members: [Heading], _ schema: (Heading) -> Cell) -> [Field] {
    [
      Field("type", .text("object")),
      Field("properties", .record(members.map { Field($0.name, schema($0)) })),
    ]
  }

  private static func array(of element: [Field]) -> [Field] {
    [Field("type", .text("array")), Field("items", .record(element))]
  }

  /// Bytes that somebody else chose.
  private static let text = Cell.record([
    Field(
      "oneOf",
      .list([
        .record([Field("type", .text("string"))]),
        .record([
          Field("type", .text("object")),
          Field(
            "properties",
            .record([
              Field(
                "base64",
                .record([
                  Field("type", .text("string")), Field("contentEncoding", .text("base64")),
                ]))
            ])),
          Field("required", words(["base64"])),
        ]),
      ]))
  ])

  private static func reference(_ definition: String) -> [Field] {
    [Field("$ref", .text("#/$defs/\(definition)"))]
  }

  private static func description(_ heading: Heading) -> [Field] {
    [Field("description", .text(heading.help))]
  }

  private static func words(_ words: [String]) -> Cell {
    .list(words.map { .text($0) })
  }
}
