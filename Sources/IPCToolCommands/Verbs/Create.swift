internal import ArgumentParser
internal import LinuxIPC

/// `create`: makes an object and prints its address.
struct Create: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Create an object and print its address.",
    discussion: """
      KIND alone makes a private or randomly named object; KIND:NAME one with that name: \
      msg:0x2a, shm:0x2a and sem:0x2a with that key, mqueue:/NAME, posix-shm:/NAME, posix-sem:/NAME, \
      fifo:PATH, map:PATH, unix:PATH, unix:@NAME, tcp:HOST:PORT, udp:HOST:PORT. Pipes, memory files, event \
      counters and sockets live while a process holds them: one in the background, or COMMAND.
      """)

  @Argument(
    help: ArgumentHelp("What to create.", valueName: "kind[:name]"), completion: .creations)
  var what: String

  @Option(
    help: ArgumentHelp("The permission bits, octal. Default: 0600.", valueName: "mode"))
  var mode: PermissionBits?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Memory: its size, by default one page. Queues and pipes: their capacity, by default the kernel's. K, M, G \
      are powers of 1024, KB, MB, GB of 1000.
      """,
      valueName: "bytes"))
  var size: ByteCount?

  @Option(
    parsing: .unconditional,
    help: .of(.count, in: [.create], "Sets: how many members.", valueName: "number"))
  var count: UInt64?

  @Option(
    parsing: .unconditional,
    help: .of(.value, in: [.create], "Counters: the first value.", valueName: "number"))
  var value: UInt64?

  @Option(
    parsing: .unconditional,
    help: .of(
      .maxMessages, in: [.create], "POSIX queues: how many messages fit.", valueName: "count"))
  var maxMessages: UInt64?

  @Option(
    parsing: .unconditional,
    help: .of(
      .messageSize, in: [.create], "POSIX queues: the longest message.", valueName: "bytes"))
  var messageSize: ByteCount?

  @Option(
    help: .of(.type, in: [.create], "Unix sockets: stream, dgram or seqpacket. Default: stream."))
  var type: SocketType?

  @Flag(help: "Take an object of that name that exists, as it is.")
  var existOk = false

  @Option(
    parsing: .unconditional,
    help: .of(
      .ttl, in: [.create],
      "What lives only while a process holds it: how long one in the background does; 0 is for ever."
        + " Default: a day.", valueName: "seconds"))
  var ttl: UInt64?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp(
      "What lives only while a process holds it: the program that does, which finds the descriptors in"
        + " IPCTOOL_FDS and the address in IPCTOOL_ADDRESS.", valueName: "command"))
  var command: [String] = []

  func run() throws {
    Waiting.deferTermination()
    let context = Context.current()
    let (mechanism, reference) = try target(in: context)
    if let holdable = mechanism as? any Holdable.Type {
      try hold(holdable, reference, context)
    } else if let creating = mechanism as? any (Creating & Removing).Type {
      try create(creating, reference, context)
    } else {
      throw Reference.refusal(of: .create, mechanism, what)
    }
  }

  private func hold<Kind: Holdable>(
    _ kind: Kind.Type, _ reference: Reference?, _ context: Context
  ) throws(IPCError) {
    try given.check(against: kind.creationOptions, of: kind.keyword)
    if ttl != nil && !command.isEmpty {
      throw IPCError(
        .usage, subject: "--ttl", reason: "the object lives as long as the command does")
    }
    let name: Kind.Name? = if let reference { try reference.name(as: kind) } else { nil }
    if !command.isEmpty { try Execution.check(command) }
    let held = try kind.make(name, request, in: context)
    let address = kind.address(held.name)
    if command.isEmpty {
      try untilHeld(held) { () throws(IPCError) in
        let holder = try BackgroundHolder(
          of: held, for: ttl ?? CreationRequest.defaultTTL, address)
        // Until it is confirmed it ends with us: nobody is left with an object that he was not told of.
        try tell(address) { true }
        try holder.confirm()
      }
    } else {
      try untilHeld(held) { () throws(IPCError) in
        try tell(address) { true }
        throw Execution.replace(
          with: command, inheriting: held.descriptors,
          environment: [
            "IPCTOOL_FDS": held.descriptors.map(String.init).joined(separator: " "),
            "IPCTOOL_ADDRESS": address,
          ])
      }
    }
  }

  /// Runs what gives an object to who holds it from then on; when that fails its file goes with it.
  private func untilHeld<Name, Value: ~Copyable>(
    _ held: Held<Name>, _ body: () throws(IPCError) -> Value
  ) throws(IPCError) -> Value {
    do throws(IPCError) {
      return try body()
    } catch {
      held.file?.remove()
      throw error
    }
  }

  private func create<Kind: Creating & Removing>(
    _ kind: Kind.Type, _ reference: Reference?, _ context: Context
  ) throws(IPCError) {
    guard command.isEmpty else {
      throw IPCError(
        .usage, subject: "COMMAND",
        reason: "it means nothing for \(kind.keyword), which needs no process to live")
    }
    try given.check(against: kind.creationOptions, of: kind.keyword)
    if existOk && reference == nil {
      throw IPCError(.usage, subject: "--exist-ok", reason: "it takes a name: \(kind.keyword):NAME")
    }
    let name: Kind.Name? = if let reference { try reference.name(as: kind) } else { nil }
    let created = try kind.create(name, request, in: context)
    try tell(kind.address(created.name)) {
      if created.isNew, let object = try? kind.removable(created.name, in: context) {
        try? kind.remove(object, named: created.name, in: context)
      }
      return created.isNew
    }
  }

  /// Prints an address.
  ///
  /// - Parameter undo: Removes the object when nobody learned its address, if it is new. Returns whether it was that.
  private func tell(_ address: String, orElse undo: () -> Bool) throws(IPCError) {
    do throws(IPCError) {
      try StandardOutput.write(line: address)
    } catch {
      throw IPCError(
        error.kind == .interrupted ? .interrupted : .system, subject: error.subject,
        operation: error.operation, errno: error.errno,
        reason: undo() ? "\(error.reason); \(address) was removed again" : error.reason)
    }
  }

  /// `KIND`, or what `Reference` reads.
  private func target(
    in context: Context
  ) throws(IPCError) -> (any Presented.Type, Reference?) {
    if let mechanism = Catalog.mechanism(what) { return (mechanism, nil) }
    if !what.contains(":"), !what.hasPrefix("/") {
      throw Reference.misuse(what, "no such kind (known are \(Catalog.keywords))")
    }
    let reference = try Reference(what, in: context)
    guard reference.namespace == nil else {
      throw Reference.misuse(what, "objects are created in our own namespaces only")
    }
    return (reference.mechanism, reference)
  }

  private var given: Set<VerbOption> {
    Set(given: [
      .mode: mode != nil, .size: size != nil, .count: count != nil, .value: value != nil,
      .maxMessages: maxMessages != nil, .messageSize: messageSize != nil, .existOk: existOk,
      .type: type != nil, .ttl: ttl != nil,
    ])
  }

  private var request: CreationRequest {
    var request = CreationRequest()
    request.mode = mode?.value
    request.size = size?.value
    request.count = count
    request.value = value
    request.maxMessages = maxMessages
    request.messageSize = messageSize?.value
    request.acceptsExisting = existOk
    request.type = type
    return request
  }
}
