import IPCToolCommands

extension ManualPage {
  /// What each capability shows and allows.
  var capabilities: String {
    guard command?.commandName == "caps" else { return "" }
    var mdoc = Mdoc()
    mdoc.list(width: "Ds") { mdoc in
      for capability in Manual.capabilities {
        mdoc.macro("It", capability.name)
        mdoc.prose(capability.purpose)
        mdoc.prose("Commands: \(capability.commands.joined(separator: ", ")).")
      }
    }
    return mdoc.text
  }
}
