internal import ArgumentParser
internal import LinuxIPC

/// `recv`: takes data from an object.
struct Receive: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recv", abstract: "Take a message or bytes, read memory, or take from a counter.",
    discussion: """
      Messages are written without a separator unless --lines or --null is given; to a terminal in a \
      safe form. With --all it takes what is queued and does not wait, but for the first message \
      when --timeout is given. Of a pipe it takes what is there, of a FIFO and of a connection all to the \
      end. --value is taken from a semaphore, waiting until all of it is there, and nothing is printed; of \
      an event counter the count is.
      """)

  @Argument(
    help: ArgumentHelp("The object to receive from.", valueName: "address"),
    completion: .addresses(.recv))
  var address: String

  @OptionGroup var selection: SelectionOptions

  @Option(
    parsing: .unconditional,
    help: .of(.value, in: [.recv], "Counters: what to take. Default: 1.", valueName: "number"))
  var value: UInt64?

  @Flag(
    help: .of(
      .listen, in: [.recv],
      "Sockets: bind the address, receive, and let it go again; --type is the socket's."))
  var listen = false

  @OptionGroup var sharing: SharingOptions
  @OptionGroup var framing: FramingOptions
  @OptionGroup var wait: WaitOptions
  @OptionGroup var form: DataFormOptions

  func validate() throws { try selection.checkTypes(isListening: listen) }

  func run() throws {
    let context = Context.current()
    let reference = try Reference(address, in: context)
    guard let receiving = reference.mechanism as? any Receiving.Type else {
      throw Reference.refusal(of: .recv, reference.mechanism, address)
    }
    if receiving.unit.isTakenByReceiving { Waiting.deferTermination() }
    try receive(receiving, reference, context)
  }

  private func receive<Kind: Receiving>(
    _ kind: Kind.Type, _ reference: Reference, _ context: Context
  ) throws(IPCError) {
    let given = selection.given.union(framing.given).union(sharing.given).union(
      Set(given: [.value: value != nil, .listen: listen]))
    try given.check(against: kind.receivingOptions, of: kind.keyword)
    try form.check(for: kind)
    let name = try reference.name(as: kind)
    var request = selection.request
    request.value = value ?? 1
    request.deadline = wait.deadline
    request.isTimed = wait.timeout != nil
    request.isForced = sharing.force
    request.isListening = listen
    request.options = given
    var writer = DataWriter(
      form: form.form, separator: framing.separator, offset: request.offset)
    guard !listen || reference.namespace == nil else {
      throw Reference.misuse(address, "--listen binds in our own network namespace")
    }
    let inside = try reference.enter(from: context)
    _ = try reference.explaining { () throws(IPCError) in
      try writer.run { (writer) throws(IPCError) in
        try kind.receive(from: name, request, into: &writer, in: inside)
        return Coverage()
      }
    }
  }
}
