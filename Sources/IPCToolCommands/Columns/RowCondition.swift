internal import LinuxIPC
internal import Tabulate

/// Filters over the rows of one mechanism, as far as its columns can be asked.
struct RowCondition<Object: IPCObject>: Sendable {
  /// A filter, and for each of its columns how this mechanism answers.
  private let bindings: [(filter: Filter, answers: [Answer])]

  private enum Answer {
    case cell(@Sendable (Listed<Object>) -> Cell)
    /// It has no such column.
    case absent
    case unknown
  }

  /// - Parameter known: Which inputs of columns have been read.
  init(
    _ filters: [Filter], _ columns: [Column<Listed<Object>>],
    knowing known: ColumnInputs = ColumnInputs(rawValue: .max)
  ) {
    bindings = filters.map { filter in
      let answers = filter.headings.map { heading -> Answer in
        guard let column = columns.first(where: { $0.heading.name == heading.name }) else {
          return .absent
        }
        return known.isSuperset(of: column.inputs) ? .cell(column.value) : .unknown
      }
      return (filter, answers)
    }
  }

  /// False for a row that some filter certainly refuses.
  func mayHold(for row: Listed<Object>) -> Bool {
    bindings.allSatisfy { binding in
      let verdict = binding.filter.verdict { position in
        switch binding.answers[position] {
        case .cell(let value): value(row)
        case .absent: .absent
        case .unknown: nil
        }
      }
      return verdict != false
    }
  }
}
