internal import ArgumentParser
internal import LinuxIPC

/// `send`: gives data to an object.
struct Send: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send a message or bytes, write memory, or add to a counter.",
    discussion: """
      The data is DATA as it is, with no newline added, or a file, or standard input. Data whose size \
      is known and that can never fit is refused before anything is sent; of many messages those \
      before such a one are sent. Data that begins with - stands after --. A counter takes no data: \
      --value is added to it.
      """)

  @Argument(
    help: ArgumentHelp("The object to send to.", valueName: "address"),
    completion: .addresses(.send))
  var address: String

  @Argument(help: ArgumentHelp("The data.", valueName: "data"))
  var data: String?

  @Option(
    help: ArgumentHelp("The data is this file's; - is standard input.", valueName: "path"),
    completion: .file())
  var file: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("System V: the type of the message, above 0. Default: 1.", valueName: "type")
  )
  var type: Int64?

  @Option(
    parsing: .unconditional,
    help: .of(.priority, in: [.send], "POSIX: the priority. Default: 0.", valueName: "number"))
  var priority: UInt32?

  @Option(
    parsing: .unconditional,
    help: .of(.value, in: [.send], "Counters: what to add. Default: 1.", valueName: "number"))
  var value: UInt64?

  @Option(
    parsing: .unconditional,
    help: .of(.index, in: [.send], "Sets: which member. Default: 0.", valueName: "number"))
  var index: UInt64?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Memory: where to begin. Default: 0.", valueName: "bytes"))
  var offset: ByteCount?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Send the message this many times.", valueName: "number"))
  var count: UInt64?

  @OptionGroup var sharing: SharingOptions
  @OptionGroup var framing: FramingOptions
  @OptionGroup var wait: WaitOptions

  func validate() throws {
    if data != nil && file != nil { throw ValidationError("DATA and --file exclude each other") }
    if count != nil && framing.separator != nil {
      throw ValidationError("--count excludes --lines and --null")
    }
    if let type, type <= 0 { throw ValidationError("--type takes a number above 0") }
  }

  func run() throws {
    Waiting.deferTermination()
    let context = Context.current()
    let reference = try Reference(address, in: context)
    guard let sending = reference.mechanism as? any Sending.Type else {
      throw Reference.refusal(of: .send, reference.mechanism, address)
    }
    try send(sending, reference, context)
  }

  private func send<Kind: Sending>(
    _ kind: Kind.Type, _ reference: Reference, _ context: Context
  ) throws(IPCError) {
    try given.check(against: kind.sendingOptions, of: kind.keyword)
    guard kind.unit.hasBytes || data == nil && file == nil else {
      throw Reference.misuse(
        address, "\(kind.keyword) takes no data", hint: "--value says how much is added")
    }
    let name = try reference.name(as: kind)
    // Its file is one of ours.
    var payload = try payload()
    let inside = try reference.enter(from: context)
    try reference.explaining { () throws(IPCError) in
      try kind.send(&payload, to: name, request, in: inside)
    }
  }

  private func payload() throws(IPCError) -> Payload {
    let framing: Payload.Framing =
      self.framing.separator.map { .separated(by: $0) } ?? .whole(times: count ?? 1)
    if let data { return Payload(bytes: RawArgument.decode(data), framing: framing) }
    if let file, file != "-" {
      return try Payload(path: RawArgument.decode(file), framing: framing)
    }
    return Payload(standardInput: framing)
  }

  private var given: Set<VerbOption> {
    framing.given.union(
      Set(given: [
        .type: type != nil, .priority: priority != nil, .value: value != nil,
        .index: index != nil, .offset: offset != nil, .count: count != nil,
      ])
    ).union(sharing.given)
  }

  private var request: SendRequest {
    var request = SendRequest()
    request.deadline = wait.deadline
    request.type = type ?? 1
    request.priority = priority ?? 0
    request.value = value ?? 1
    request.index = index ?? 0
    request.offset = offset?.value ?? 0
    request.isForced = sharing.force
    request.options = given
    return request
  }
}
