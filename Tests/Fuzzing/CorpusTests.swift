import Testing

@testable import LinuxIPC

/// Every target, with what it begins with and what once ended it: no fuzzer is needed for that.
struct CorpusTests {
  @Test func everyTargetHasACorpus() throws {
    #expect(Set(try Corpus.entries(of: Corpus.root)) == Set(FuzzTarget.all.map(\.name)))
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func isParsed(_ name: String) async {
    await #expect(processExitsWith: .success) { [name = name as String] in
      let target = try #require(FuzzTarget.all.first { $0.name == name })
      let files = try Corpus.entries(of: "\(Corpus.root)/\(name)")
      try #require(!files.isEmpty)
      for file in files {
        let input = try WholeFile.read([UInt8](path: "\(Corpus.root)/\(name)/\(file)"))
        // Cut off at every byte, as a read may end anywhere.
        for length in 0...input.count { target.run(Array(input[..<length])) }
      }
    }
  }

  @Test func aTargetEndsTheProcess() async {
    await #expect(processExitsWith: .failure) { require(false, "not as it has to be") }
  }
}

private enum Corpus {
  static let root = String(#filePath.dropLast("CorpusTests.swift".count)) + "corpora"

  static func entries(of path: String) throws -> [String] {
    var names: [String] = []
    let directory = try Descriptor(opening: [UInt8](path: path), flags: .directory)
    try DirectoryEntries.forEach(in: directory) { name in
      names.append(String(decoding: name.bytes(0..<name.count), as: UTF8.self))
      return true
    }
    return names
  }
}
