internal import ArgumentParser
internal import LinuxIPC

/// What to receive, or to look at.
struct SelectionOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "System V: the first message of this type; 0 any; -N the lowest type up to N.",
      valueName: "type"))
  var type: TypeArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("System V: the first message of any other type.", valueName: "type"))
  var except: Int64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "This many messages; of a socket that listens, connections.", valueName: "number"))
  var count: UInt64?

  @Flag(help: "All messages that are queued.")
  var all = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Of peek: begin at this position of the queue, from 0. Sets: which member.",
      valueName: "number"))
  var index: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Memory: where to begin. Default: 0.", valueName: "bytes"))
  var offset: ByteCount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Memory: how much, by default to the end. Streams: exactly so much, which is waited for.",
      valueName: "bytes"))
  var length: ByteCount?

  func validate() throws {
    if type != nil && except != nil {
      throw ValidationError("--type and --except exclude each other")
    }
    if count != nil && all { throw ValidationError("--count and --all exclude each other") }
    if let except, except <= 0 { throw ValidationError("--except takes a type, which is above 0") }
    if type == .message(.min) { throw ValidationError("--type is out of range") }
  }

  /// Checks that `--type` is a socket's where one is made, and else a message's.
  func checkTypes(isListening: Bool) throws {
    switch (type, isListening) {
    case (.message, true):
      throw ValidationError("--listen takes a --type of stream, dgram or seqpacket")
    case (.socket, false): throw ValidationError("a --type of sockets takes --listen")
    default: break
    }
  }

  var given: Set<VerbOption> {
    Set(given: [
      .type: type != nil, .except: except != nil, .count: count != nil, .all: all,
      .index: index != nil, .offset: offset != nil, .length: length != nil,
    ])
  }

  var request: ReceiveRequest {
    var request = ReceiveRequest()
    if let except {
      request.selection = .except(except)
    } else if case .message(let type) = type {
      request.selection = type == 0 ? .any : type > 0 ? .type(type) : .upTo(-type)
    }
    if case .socket(let type) = type { request.socketType = type }
    if all { request.amount = .all }
    if let count { request.amount = .count(count) }
    request.index = index
    request.offset = offset?.value ?? 0
    request.length = length?.value
    return request
  }
}
