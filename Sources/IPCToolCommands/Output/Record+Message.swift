internal import LinuxIPC
internal import Tabulate

extension Record<Message> {
  /// A message that is text.
  static let text = Record(
    attributes + [
      Column(
        heading: Heading(
          name: "text", title: "TEXT", help: "its bytes, as UTF-8", isOptional: false)
      ) { .text($0.bytes) }
    ])

  /// A message that is not.
  static let base64 = Record(
    attributes + [
      Column(
        heading: Heading(
          name: "base64", title: "BASE64", help: "its bytes, which are not UTF-8, in base64",
          isOptional: false)
      ) { .text(JSONEncoding.base64($0.bytes)) }
    ])

  private static let attributes: [Column<Message>] = [
    Column(
      heading: Heading(
        name: "size", title: "SIZE", help: "in bytes", shape: .bytes, isOptional: false)
    ) { .count(UInt64($0.bytes.count)) },
    Column(
      heading: Heading(
        name: "type", title: "TYPE", help: "of a System V message", shape: .number)
    ) { $0.type.map { .number($0) } ?? .absent },
    Column(
      heading: Heading(
        name: "priority", title: "PRIORITY", help: "of a POSIX message", shape: .count)
    ) { $0.priority.map { .count(UInt64($0)) } ?? .absent },
    Column(
      heading: Heading(
        name: "sender", title: "SENDER", help: "the address of a datagram's sender", shape: .text)
    ) { $0.sender.map { .text($0) } ?? .absent },
  ]

  /// The members of `message` in JSON.
  static func fields(of message: Message) -> [Field] {
    (JSONEncoding.isText(message.bytes) ? text : base64).fields(of: message)
  }
}
