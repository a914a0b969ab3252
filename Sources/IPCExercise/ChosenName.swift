internal import LinuxIPC

/// The name of an object that is still to be made: one that nobody else has, and that is known before.
struct ChosenName {
  /// The name in an address, after the colon.
  let text: [UInt8]
  /// The file that it names; nil for a name that is none.
  let file: PrivateFile?

  /// nil where no name can be chosen.
  ///
  /// A file is the last choice: it needs a directory that may be written to.
  init?(for kind: any Mechanism.Type) {
    let token = String(UInt64.random(in: .min ... .max), radix: 16)
    let forms = Set(kind.nameForms)
    if forms.contains("/NAME") {
      self.init("/ipctool-exercise-\(token)")
    } else if forms.contains("0xKEY") {
      self.init("0x\(String(UInt32.random(in: 1 ... .max), radix: 16))")
    } else if forms.contains("@NAME") {
      self.init("@ipctool-exercise-\(token)")
    } else if forms.contains("PATH") {
      let file = PrivateFile(for: kind, token)
      self.init(file.path, file)
    } else {
      return nil
    }
  }

  private init(_ text: String, _ file: PrivateFile? = nil) {
    self.text = Array(text.utf8)
    self.file = file
  }
}
