internal import ArgumentParser
internal import LinuxIPC

/// A type on the command line: the number of a message's, or the word for a socket's.
enum TypeArgument: ExpressibleByArgument, Equatable, Sendable {
  case message(Int64)
  case socket(SocketType)

  init?(argument: String) {
    if let number = Int64(argument) {
      self = .message(number)
    } else if let type = SocketType(argument: argument) {
      self = .socket(type)
    } else {
      return nil
    }
  }
}

extension SocketType: ExpressibleByArgument {}
