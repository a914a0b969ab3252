/// The name of an object that has none but its number: an inode, or an id that the kernel gives.
package struct InodeName: ObjectName {
  package let inode: UInt64

  package init(_ inode: UInt64) {
    self.inode = inode
  }

  /// A decimal number, also in brackets, as links in /proc/PID/fd have it.
  package init(parsing text: [UInt8]) throws(IPCError) {
    let isBracketed = text.first == UInt8(ascii: "[") && text.last == UInt8(ascii: "]")
    let digits = isBracketed ? Array(text.dropFirst().dropLast()) : text
    guard let inode = ByteScanner.whole(digits.span) else {
      throw IPCError(.usage, subject: "", reason: "a number is wanted, as 'ipctool ls' prints it")
    }
    self.inode = inode
  }

  package var text: [UInt8] { Array(String(inode).utf8) }

  package static var forms: [String] { ["INODE"] }

  package var isNumber: Bool { true }
}
