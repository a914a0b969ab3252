internal import Glibc

extension Program {
  /// The built `ipctool`.
  package static func ipctool(_ arguments: String...) -> Program {
    Program("\(buildDirectory)/ipctool", arguments)
  }

  package static func ipctool(_ arguments: [String]) -> Program {
    Program("\(buildDirectory)/ipctool", arguments)
  }

  /// The built `IPCFixture`: makes one object, prints its name, holds it until its input ends.
  package static func fixture(_ arguments: String...) -> Program {
    Program("\(buildDirectory)/IPCFixture", arguments)
  }

  /// A Python script, run with the witnesses from PyPI (sysv_ipc, posix_ipc).
  package static func python(_ script: String, _ arguments: String...) -> Program {
    Program("\(packageDirectory)/.build/witnesses/bin/python3", ["-c", script] + arguments)
  }

  /// A program of the system, found on the path.
  package static func system(_ name: String, _ arguments: String...) -> Program {
    system(name, arguments: arguments)
  }

  package static func system(_ name: String, arguments: [String]) -> Program {
    Program("/usr/bin/env", [name] + arguments)
  }

  /// The built `IPCToolDocumentation`, which makes the man pages and completions.
  package static func generator(_ arguments: String...) -> Program {
    Program("\(buildDirectory)/IPCToolDocumentation", arguments)
  }

  /// Where Package.swift lies.
  package static var packageDirectory: String {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)  // Tests/Support/Programs.swift
    return parts.joined(separator: "/")
  }

  /// Where the test bundle lies; the programs are built beside it.
  private static let buildDirectory: String = {
    for argument in CommandLine.arguments {
      guard let bundle = argument.range(of: ".xctest") else { continue }
      let path = argument[..<bundle.lowerBound]
      if let slash = path.lastIndex(of: "/") { return String(path[..<slash]) }
    }
    return "\(packageDirectory)/.build/debug"
  }()
}

extension String {
  /// Foundation's, which nothing here imports.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
