internal import ArgumentParser
internal import LinuxIPC

/// Whose objects may be used that have no name.
struct SharingOptions: ParsableArguments {
  @Flag(
    help: .of(
      .force, in: [.send, .recv],
      "Take part in what other processes hold, and not only in what 'create' made."))
  var force = false

  var given: Set<VerbOption> { Set(given: [.force: force]) }
}
