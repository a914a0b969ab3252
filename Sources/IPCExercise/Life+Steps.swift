internal import LinuxIPC

extension Life {
  /// Makes an object.
  ///
  /// - Returns: Its address.
  func create(_ guardian: borrowing Guardian) throws(Stop) -> String {
    let chosen = name.map { Address.text(kind: kind.keyword, name: $0.text) }
    try Stop.carrying { () throws(IPCError) in
      if let chosen { try guardian.announce(chosen) }
      try name?.file?.makeDirectory()
    }
    let options = kind.options(of: .create)
    var words = ["create", chosen ?? kind.keyword]
    // However little may be had of what all queues together are allowed: mq_overview(7).
    if options.contains(.maxMessages) { words += ["--max-messages", "1"] }
    if options.contains(.messageSize) { words += ["--message-size", "\(Load.size)"] }
    // Should the guardian be killed as well, it ends by itself.
    if options.contains(.ttl) { words += ["--ttl", "\(Int(patience * 10) + 1)"] }
    let creation = try attempt(words, output: guardian.announcements)
    if let failure = creation.failure {
      // What tells that it failed has made nothing: who has that name now is somebody else.
      if case .status = creation.ending { guardian.dismiss() }
      throw .failed(failure)
    }
    let told = try Stop.carrying { () throws(IPCError) in
      try guardian.announced(within: patience)
    }
    let printed = told.dropFirst(chosen == nil ? 0 : 1)
    guard let address = printed.first, printed.count == 1, address.hasPrefix("\(kind.keyword):")
    else { throw Stop("it printed \(printed.joined(separator: ", ")) in the place of an address") }
    return address
  }

  /// Whether `ls` shows what nobody holds, or somebody does.
  var isListed: Bool {
    kind is any Enumerating.Type || kind is any Holdable.Type || kind is any Searching.Type
  }

  func checkListed(_ address: String) throws(Stop) {
    let list = try list(address)
    if list.text != Array("\(address)\n".utf8) {
      throw Stop(list.complaint ?? "it does not list \(address)")
    }
  }

  private func list(_ address: String) throws(Stop) -> Command {
    var words = [
      "ls", kind.keyword, "-o", "address", "--no-header", "--filter", "address='\(address)'",
    ]
    if let file = name?.file, kind is any Searching.Type { words += ["--under", file.directory] }
    return try run(words)
  }

  func checkShown(_ address: String) throws(Stop) {
    let shown = String(decoding: try run(["show", address, "--jsonl"]).text, as: UTF8.self)
    guard shown.contains("\"address\":\"\(address)\"") else {
      throw Stop("it does not show \(address)")
    }
  }

  func checkPeek(_ address: String) throws(Stop) {
    try check(run(peeking(at: address)), printed: load.output(of: .peek))
  }

  /// What was received is not there any more.
  func checkTaken(_ address: String) throws(Stop) {
    guard kind.unit.isTakenByReceiving, kind.has(.peek) else { return }
    let left = try attempt(peeking(at: address))
    let isEmpty =
      kind.unit.hasBytes
      ? left.ending == .status(Self.nothingThere) : left.text == Array("0\n".utf8)
    if !isEmpty { throw Stop("it took nothing: what it gave is there again") }
  }

  func checkGone(_ address: String) throws(Stop) {
    let shown = try attempt(["show", address])
    if shown.ending == .status(0) { throw Stop("'show' still shows \(address)") }
    guard isListed else {
      if let failure = shown.failure, shown.ending != .status(Self.notFound) {
        throw .failed(failure)
      }
      return
    }
    // Where not all processes may be looked into `show` cannot tell that none holds it; but ours did.
    if try !list(address).text.isEmpty { throw Stop("'ls' still lists \(address)") }
  }
}
