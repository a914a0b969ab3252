import Testing

@testable import LinuxIPC

extension String {
  var bytes: [UInt8] { Array(utf8) }
}

/// The error that `body` ends with; nil when it does not fail, or in another way.
func failure<Value>(of body: () throws -> Value) -> IPCError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? IPCError
  }
}

/// Runs `body` with every beginning of `text`, from nothing to all of it.
func forEachPrefix(of text: [UInt8], _ body: ([UInt8]) throws -> Void) rethrows {
  for length in 0...text.count { try body(Array(text[..<length])) }
}
