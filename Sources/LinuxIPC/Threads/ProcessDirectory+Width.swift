internal import SystemPackage

extension ProcessDirectory {
  /// Whether its program has words of 32 bits: the kernel does not say by which table a call of its is numbered.
  ///
  /// The words of /proc/PID/auxv are the program's (getauxval(3)): the upper half of a type of 64 bits is 0, where
  /// one of 32 bits is followed by its value, which in the first entry is an address.
  ///
  /// - Parameter stackPointer: That of a thread: beyond 4 GiB no word of 32 bits reaches, and nothing has to be read.
  package func isOfForeignWidth(at stackPointer: UInt64) -> Bool {
    if stackPointer > UInt64(UInt32.max) { return false }
    let words = LentCapabilities.raising(Capability.sight) {
      try? WholeFile.readShort([UInt8](path: "auxv"), in: descriptor)
    }
    guard let words, words.count >= 8
    else { return false }
    return MemoryLayout<Int>.size == 8 && words[4..<8].contains { $0 != 0 }
  }
}
