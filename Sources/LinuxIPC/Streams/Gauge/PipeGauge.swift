internal import CLinuxIPC
internal import SystemPackage

/// Asks pipes how full they are, without ever being held up by one that is locked: `cipc_gauge.h` tells how.
enum PipeGauge {
  /// Asks many.
  ///
  /// - Parameter looksFirst: Whether it is looked who has each of them locked before it is asked: then most often
  ///   nobody has to be left behind.
  ///   - threads: Among whom that is done, if they were looked at.
  /// - Returns: An answer to each.
  static func ask(
    _ questions: [PipeQuestion], looksFirst: Bool = false, among threads: ThreadTable? = nil
  ) -> [PipeAnswer] {
    var questions = questions
    var known: [Int: PipeLocks.Lock] = [:]
    if looksFirst || threads != nil {
      var locks = PipeLocks(among: threads)
      for place in questions.indices {
        guard let lock = locks.lock(of: questions[place].holders) else { continue }
        questions[place].isSpared = true
        known[place] = lock
      }
    }
    var answers = run(questions)
    for (place, lock) in known {
      if case .locked(_, let state) = answers[place].answer {
        answers[place].answer = .locked(lock, state)
      }
    }
    askAgain(questions, &answers)
    return answers.map(\.answer)
  }

  private typealias Asked = (answer: PipeAnswer, isUnsure: Bool)

  private static func run(_ questions: [PipeQuestion]) -> [Asked] {
    guard !questions.isEmpty, var run = GaugeRun(questions) else {
      return questions.map { _ in (.unasked, false) }
    }
    run.run()
    return questions.indices.map { (run.answer($0), run.isUnsure($0)) }
  }

  /// Those that were found to be locked are asked what takes no lock, and of those that nobody had the threads of
  /// their holders.
  private static func askAgain(_ questions: [PipeQuestion], _ answers: inout [Asked]) {
    var places: [Int] = []
    var again: [PipeQuestion] = []
    for (place, answer) in answers.enumerated() {
      var question = questions[place]
      if case .locked(_, nil) = answer.answer, !question.isSpared {
        question.isSpared = true
      } else if isForThreads(answer.answer, answer.isUnsure) {
        question.isOfThreads = true
      } else {
        continue
      }
      places.append(place)
      again.append(question)
    }
    for (place, answer) in zip(places, run(again)) {
      switch (answers[place].answer, answer.answer) {
      case (.locked(let lock, _), let new): answers[place].answer = .locked(lock, new.state)
      case (.refused, .gone), (_, .unasked): break
      case (_, let new): answers[place].answer = new
      }
    }
  }

  /// Copies what is in a pipe (tee(2)) to memory of our own.
  ///
  /// - Parameters:
  ///   - question: Whose lenders have it open for reading.
  ///   - size: How much that can be, in bytes.
  /// - Returns: The copy where the answer is a state.
  /// - Throws: What tee(2) failed with.
  static func copy(
    _ question: PipeQuestion, upTo size: Int
  ) throws(Errno) -> (answer: PipeAnswer, bytes: [UInt8], isCut: Bool) {
    guard var run = GaugeRun([question], room: max(size, 1)) else {
      return (.unasked, [], false)
    }
    run.run()
    if !question.isOfThreads, isForThreads(run.answer(0), run.isUnsure(0)) {
      var question = question
      question.isOfThreads = true
      return try copy(question, upTo: size)
    }
    let copy = try run.copy()
    return (run.answer(0), copy.bytes, copy.isCut)
  }

  private static func isForThreads(_ answer: PipeAnswer, _ isUnsure: Bool) -> Bool {
    switch answer {
    case .gone, .refused: isUnsure
    case .state, .locked, .unasked: false
    }
  }
}

extension PipeAnswer {
  /// What there is to be known of it.
  fileprivate var state: PipeState? {
    switch self {
    case .state(let state), .locked(_, let state): state
    case .gone, .refused, .unasked: nil
    }
  }
}
