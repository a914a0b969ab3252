internal import LinuxIPC
internal import Tabulate

extension MemoryFile: Presented {
  static var ownColumns: [Column<Listed<Object>>] {
    FileColumns.columns { $0.file } + [
      Column(heading: .objectName) { .text($0.object.label) },
      Column(heading: .seals, inputs: .restrictions) { row in
        row.object.seals.map { .list($0.words.map { .text($0) }) } ?? .absent
      },
    ]
  }

  static var tableColumns: [String] {
    ["address", "name", "user", "bytes", "capacity_bytes", "seals", "holders"]
  }
}

extension Heading {
  static let seals = Heading(
    name: "seals", title: "SEALS", help: "what nobody may do to it any more (F_GET_SEALS)",
    shape: .list(.word))
}
