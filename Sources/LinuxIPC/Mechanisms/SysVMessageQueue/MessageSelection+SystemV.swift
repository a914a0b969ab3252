internal import CLinuxIPC

extension MessageSelection {
  /// The type and flags of msgrcv(2) that mean this.
  var arguments: (type: Int64, flags: Int32) {
    switch self {
    case .any: (0, 0)
    case .type(let type): (type, 0)
    case .upTo(let type): (-type, 0)
    case .except(let type): (type, cipc_msg_except)
    }
  }

  /// What to say when no such message waits.
  var nothing: String {
    switch self {
    case .any: "no message waits"
    case .type(let type): "no message of type \(type) waits"
    case .upTo(let type): "no message of type \(type) or lower waits"
    case .except(let type): "no message of a type other than \(type) waits"
    }
  }

  /// Whether msgrcv(2) could take a message of `type`, were it the only one.
  func matches(_ type: Int64) -> Bool {
    switch self {
    case .any: true
    case .type(let wanted): type == wanted
    case .upTo(let highest): type <= highest
    case .except(let other): type != other
    }
  }
}
