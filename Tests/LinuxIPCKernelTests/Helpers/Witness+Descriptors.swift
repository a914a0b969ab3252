import CLinuxIPC
import LinuxIPC
import Support

extension Witness {
  /// The descriptors of `pids` that lead to a file, as lsfd(1) shows them: `PID FD ACCESS`, in order.
  static func lsfd(_ file: ObjectIdentity, _ pids: [Int32]) throws -> [String] {
    let device = "\(cipc_major(file.device)):\(cipc_minor(file.device))"
    let list = pids.map(String.init).joined(separator: ",")
    let output = try Program.system(
      "lsfd", "--raw", "--noheadings", "--pid", list, "-o", "PID,ASSOC,MODE,MAJ:MIN", "-Q",
      "INODE == \(file.inode)"
    ).run()
    guard output.status == 0 else { throw SupportError("lsfd: \(output.errorText)") }
    return output.lines.compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 4, Int(words[1]) != nil, words[3] == device else { return nil }
      return "\(words[0]) \(words[1]) \(words[2].filter { $0 == "r" || $0 == "w" })"
    }.sorted()
  }

  /// All descriptors of the pipe that is descriptor `fd` of `pid`, as lsof(8) finds them on the whole
  /// machine: each is an endpoint of the others.
  static func endpoints(_ pid: Int32, _ fd: Int32) throws -> [String] {
    let output = try Program.system(
      "lsof", "-w", "+E", "-a", "-p", "\(pid)", "-d", "\(fd)", "-Fn"
    ).run()
    guard output.status == 0 else { throw SupportError("lsof: \(output.errorText)") }
    // A line of names: "npipe PID,COMMAND,FDr PID,COMMAND,FDw".
    let names = output.lines.filter { $0.hasPrefix("n") }.flatMap { $0.split(separator: " ") }
    let ends = names.compactMap { name -> String? in
      let parts = name.split(separator: ",")
      guard parts.count == 3 else { return nil }
      return "\(parts[0]) \(parts[2].dropLast()) \(parts[2].suffix(1))"
    }
    return Set(ends).sorted()
  }

  /// A field of /proc/PID/fdinfo/FD.
  static func fdinfo(_ pid: Int32, _ fd: Int, _ field: String) throws -> String? {
    let text = String(decoding: try TextFile.read("/proc/\(pid)/fdinfo/\(fd)"), as: UTF8.self)
    for line in text.split(separator: "\n") where line.hasPrefix(field + ":") {
      return String(line.dropFirst(field.count + 1).drop { $0 == " " || $0 == "\t" })
    }
    return nil
  }
}
