internal import ArgumentParser
internal import LinuxIPC

/// `peek`: shows what the next `recv` would return.
struct Peek: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peek", abstract: "Show what the next recv would return, and leave it as it was.",
    discussion: """
      --all shows everything that is queued, up to \(ReceiveRequest.peekLimit) messages, as each \
      costs a walk through the queue; --count shows as many as it says.
      """)

  @Argument(
    help: ArgumentHelp("The object to look into.", valueName: "address"),
    completion: .addresses(.peek))
  var address: String

  @OptionGroup var selection: SelectionOptions
  @OptionGroup var framing: FramingOptions
  @OptionGroup var form: DataFormOptions

  func validate() throws { try selection.checkTypes(isListening: false) }

  func run() throws {
    let context = Context.current()
    let reference = try Reference(address, followsLinks: true, in: context)
    guard let peeking = reference.mechanism as? any Peeking.Type else {
      throw Reference.refusal(of: .peek, reference.mechanism, address)
    }
    try peek(peeking, reference, context)
  }

  private func peek<Kind: Peeking>(
    _ kind: Kind.Type, _ reference: Reference, _ context: Context
  ) throws(IPCError) {
    let given = selection.given.union(framing.given)
    try given.check(against: kind.peekingOptions, of: kind.keyword)
    try form.check(for: kind)
    let name = try reference.name(as: kind)
    var request = selection.request
    request.options = given
    var writer = DataWriter(
      form: form.form, separator: framing.separator, offset: request.offset)
    let inside = try reference.enter(from: context)
    let coverage = try reference.explaining { () throws(IPCError) in
      try writer.run { (writer) throws(IPCError) in
        try kind.peek(at: name, request, into: &writer, in: inside)
      }
    }
    if !form.json { Diagnostics.report(coverage) }
  }
}
