import Support

/// What others than ipctool say of the same objects.
enum Witness {
  /// The rows of /proc/sysvipc/`name`, each by its columns' names, read in another way than ipctool's.
  static func sysvipc(_ name: String) throws -> [[String: String]] {
    let text = String(decoding: try TextFile.read("/proc/sysvipc/\(name)"), as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map {
      Dictionary(uniqueKeysWithValues: zip(header, $0))
    }
  }

  /// The columns of lsipc(1), an array for each object, in the order of the ids.
  static func lsipc(_ option: String, _ columns: String) throws -> [[String]] {
    let output = try Program.system(
      "lsipc", option, "--raw", "--bytes", "--noheadings", "-o", columns
    ).run()
    guard output.status == 0 else { throw SupportError("lsipc: \(output.errorText)") }
    return output.lines.map { $0.split(separator: " ").map(String.init) }
  }

  /// Runs a Python script with the modules from PyPI; the words of its output.
  static func python(_ script: String, _ arguments: String...) throws -> [String] {
    var program = Program.python(script)
    program.arguments += arguments
    let output = try program.run()
    guard output.status == 0 else { throw SupportError("python: \(output.errorText)") }
    return output.text.split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Removes a System V object, as an administrator would.
  static func ipcrm(_ option: String, _ id: Int32) throws {
    let output = try Program.system("ipcrm", option, "\(id)").run()
    guard output.status == 0 else { throw SupportError("ipcrm: \(output.errorText)") }
  }
}

extension Witness {
  /// The members of a semaphore set as `ipcs -s -i` shows them: index, value, waiting for more, waiting
  /// for zero, the last pid.
  static func semaphores(_ id: Int32) throws -> [[Int]] {
    let output = try Program.system("ipcs", "-s", "-i", "\(id)").run()
    guard output.status == 0 else { throw SupportError("ipcs: \(output.errorText)") }
    guard let header = output.lines.firstIndex(where: { $0.hasPrefix("semnum") }) else { return [] }
    return output.lines[(header + 1)...].map { line in
      line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    }
  }
}
