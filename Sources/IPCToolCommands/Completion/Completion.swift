internal import LinuxIPC
internal import Tabulate

/// What may stand at the cursor. Each function gets what stands before it in the same word.
enum Completion {
  /// How many objects are offered: nobody reads more, and a shell takes seconds over them.
  static let limit = 1000

  /// The addresses of the objects that exist, of the kinds that have `verb`; of all without one.
  ///
  /// What may not be seen is left out without a word, since a shell shows errors in the middle of the
  /// line that is being typed.
  static func addresses(for verb: Verb?, _ prefix: String) -> [Candidate] {
    let context = Context.current()
    var candidates: [[Candidate]] = []
    for kind in Catalog.mechanisms where verb.map({ kind.has($0) }) ?? true {
      let start = "\(kind.keyword):"
      guard start.hasPrefix(prefix) || prefix.hasPrefix(start) else { continue }
      candidates.append(
        LiveAddresses.of(kind, for: verb, in: context).filter { $0.hasPrefix(prefix) }
          .map { Candidate(word: $0, help: kind.title) })
    }
    return share(candidates, limit)
  }

  /// The first of each list, `limit` together: all of the short ones, so that thousands of pipes leave
  /// room for a queue.
  static func share<Element>(_ lists: [[Element]], _ limit: Int) -> [Element] {
    var counts = lists.map { _ in 0 }
    var left = limit
    for (done, index) in lists.indices.sorted(by: { lists[$0].count < lists[$1].count })
      .enumerated()
    {
      counts[index] = min(lists[index].count, left / (lists.count - done))
      left -= counts[index]
    }
    return zip(lists, counts).flatMap { $0.prefix($1) }
  }

  /// The kinds that can be created; behind the colon, how a name of that kind begins.
  static func creations(_ prefix: String) -> [Candidate] {
    let kinds = Catalog.mechanisms.filter { $0.has(.create) }
    let whole = kinds.map { Candidate(word: $0.keyword, help: $0.title) }
    let named = kinds.filter { prefix.hasPrefix("\($0.keyword):") }.flatMap { kind in
      kind.addressForms.compactMap { form in
        let fixed = form.prefix { !$0.isUppercase }
        return fixed.count == kind.keyword.count + 1
          ? nil : Candidate(word: String(fixed), help: form)
      }
    }
    return (whole + named).filter { $0.word.hasPrefix(prefix) }
  }

  /// The pids of processes, kernel threads aside, which hold nothing.
  static func processes(_ prefix: String) -> [Candidate] {
    var candidates: [Candidate] = []
    try? ProcessDirectory.forEachPID { pid in
      let word = String(pid)
      guard word.hasPrefix(prefix),
        let status = try? ProcessDirectory(pid).status(), !status.isKernelThread
      else { return true }
      candidates.append(Candidate(word: word, help: plain(status.command)))
      return candidates.count < limit
    }
    return candidates
  }

  /// The same, and the word for all.
  static func namespaces(_ prefix: String) -> [Candidate] {
    let all = Candidate(word: "all", help: "every namespace")
    return (all.word.hasPrefix(prefix) ? [all] : []) + processes(prefix)
  }

  /// The names in passwd(5): a directory server may know more than anybody wants to wait for.
  static func users(_ prefix: String) -> [Candidate] {
    let file = (try? WholeFile.read(Array("/etc/passwd".utf8))) ?? []
    return file.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard fields.count > 2, fields[0].allSatisfy(isPlain) else { return nil }
      let name = String(decoding: fields[0], as: UTF8.self)
      return name.hasPrefix(prefix) && !name.isEmpty
        ? Candidate(word: name, help: "uid \(plain(Array(fields[2])))") : nil
    }
  }

  /// The name of a process, which may have chosen any bytes, without those that a shell may take for itself.
  private static func plain(_ name: [UInt8]) -> String {
    String(decoding: name.map { isPlain($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
  }

  /// `COL,COL`, `+COL` and `all`: the last name of the list is completed.
  static func columnLists(_ prefix: String, of headings: [Heading]) -> [Candidate] {
    let before = prefix.lastIndex { $0 == "," || $0 == "+" }.map { prefix[...$0] } ?? ""
    let all = before.isEmpty ? [Candidate(word: "all", help: "every column")] : []
    let chosen = before.split { $0 == "," || $0 == "+" }
    return
      (all
      + headings.filter { !chosen.contains($0.name[...]) }.map {
        Candidate(word: before + $0.name, help: $0.help)
      }).filter { $0.word.hasPrefix(prefix) }
  }

  /// `COL` and `-COL`.
  static func sortKeys(_ prefix: String, of headings: [Heading]) -> [Candidate] {
    let sign = prefix.hasPrefix("-") ? "-" : ""
    return headings.map { Candidate(word: sign + $0.name, help: $0.help) }
      .filter { $0.word.hasPrefix(prefix) }
  }
}
