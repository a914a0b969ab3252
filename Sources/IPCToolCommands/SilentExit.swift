/// Ends a command whose messages have been written already.
struct SilentExit: Error {
  let status: ExitStatus
}
