@testable import LinuxIPC

extension FuzzTarget {
  /// What a user types, and what the kernel calls objects.
  static let addresses = [
    FuzzTarget("address") { input in
      for namespace in [nil, Namespace(kind: .ipc, inode: 4_026_531_839)] {
        let address = Address.bytes(kind: "msg", name: input, in: namespace)
        require(address.allSatisfy { $0 == 0x25 || Address.isPlain($0) }, "not for a shell")
        let found = Address.qualifier(of: address)
        require(found?.namespace == namespace, "another namespace")
        let end = found?.at ?? address.count
        require(Address.decode(address["msg:".utf8.count..<end]) == input, "another name")
      }
      if let found = Address.qualifier(of: input) {
        require(input[found.at] == UInt8(ascii: "@"), "a place that is none")
      }
      if let decoded = Address.decode(input) {
        require(decoded.count <= input.count, "a name that is longer than its address")
      }
    },
    FuzzTarget("names") { input in
      roundTrip(input, as: SystemVName.self)
      roundTrip(input, as: POSIXMessageQueue.Name.self)
      roundTrip(input, as: POSIXSharedMemory.Name.self)
      roundTrip(input, as: POSIXSemaphore.Name.self)
      roundTrip(input, as: UnixSocket.Name.self)
      roundTrip(input, as: FileName.self)
      roundTrip(input, as: InodeName.self)
      // What is behind % is the name of an interface, which only this machine has.
      if !input.contains(UInt8(ascii: "%")) { roundTrip(input, as: InternetName.self) }
      _ = DescriptorReference(path: input)
    },
    FuzzTarget("arguments") { input in
      require(RawArgument.decode(RawArgument.encode(input)) == input, "another argument")
      let word = ShellWord.quoted(input)
      require(word.allSatisfy { (0x20..<0x7F).contains($0) }, "more than a line of text")
      require(unquoted(word) == input, "another word")
    },
  ]

  private static func roundTrip<Name: ObjectName>(_ input: [UInt8], as type: Name.Type) {
    guard let name = try? Name(parsing: input) else { return }
    guard let again = try? Name(parsing: name.text) else {
      fatalError("\(type) does not read its own text")
    }
    require(again == name, "\(type) reads another name in its own text")
    require(again.text == name.text, "\(type) has two texts")
  }

  /// What bash makes of a word that has no quotes but `$'...'` around it, or single ones and `\'`.
  private static func unquoted(_ word: [UInt8]) -> [UInt8] {
    if word.first == UInt8(ascii: "$") { return withoutEscapes(word.dropFirst(2).dropLast()) }
    var text: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    for byte in word {
      if byte == UInt8(ascii: "'"), !isEscaped {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\\"), !isQuoted, !isEscaped {
        isEscaped = true
      } else {
        require(isQuoted || isEscaped || Address.isPlain(byte), "a byte that a shell takes")
        isEscaped = false
        text.append(byte)
      }
    }
    require(!isQuoted && !isEscaped, "a quote without an end")
    return text
  }

  private static func withoutEscapes(_ word: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    var rest = word
    while let byte = rest.popFirst() {
      require(byte != UInt8(ascii: "'"), "the end of a quote")
      guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
        text.append(byte)
        continue
      }
      if next == UInt8(ascii: "x") {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        text.append(UInt8(digits, radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      } else {
        text.append(next)
      }
    }
    return text
  }
}
