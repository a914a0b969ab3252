import LinuxIPC

/// The error that `body` ends with; nil when it does not fail, or in another way.
func failure<Value>(of body: () throws -> Value) -> IPCError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? IPCError
  }
}
