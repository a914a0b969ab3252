internal import LinuxIPC

/// Why a life ends before its time.
enum Stop: Error {
  case failed(StepFailure)
  /// A signal asked to stop.
  case interrupted(IPCError)

  init(_ error: IPCError) {
    self =
      error.kind == .interrupted
      ? .interrupted(error) : .failed(StepFailure(error.description, hint: error.hint))
  }

  init(_ reason: String) {
    self = .failed(StepFailure(reason))
  }

  /// Runs `body`, of which a failure is one of the step.
  static func carrying<Value: ~Copyable>(
    _ body: () throws(IPCError) -> Value
  ) throws(Stop) -> Value {
    do throws(IPCError) {
      return try body()
    } catch {
      throw Stop(error)
    }
  }
}
