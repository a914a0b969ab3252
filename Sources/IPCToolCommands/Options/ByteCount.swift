internal import ArgumentParser
internal import Tabulate

/// A number of bytes on the command line, with the suffixes of util-linux: K, KiB is 1024, KB is 1000.
struct ByteCount: ExpressibleByArgument, Sendable {
  let value: UInt64

  init?(argument: String) {
    guard let value = SizeText.parse(Array(argument.utf8)) else { return nil }
    self.value = value
  }
}
