import LinuxIPC

extension FileObject {
  /// Whether it is called by its number: with that of its device where a file of another test has it too.
  var isCalledByItsNumber: Bool {
    name == .inode(identity.inode) || name == FileName(numbersOf: identity)
  }
}
