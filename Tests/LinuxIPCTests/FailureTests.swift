import SystemPackage
import Testing

@testable import LinuxIPC

/// What one `errno` is to mean after one call.
struct Meaning: CustomTestStringConvertible {
  let operation: String
  let errno: Errno
  let kind: IPCError.Kind

  init(_ operation: String, _ errno: Errno, _ kind: IPCError.Kind) {
    self.operation = operation
    self.errno = errno
    self.kind = kind
  }

  var testDescription: String { "\(operation): \(errno.symbol) is \(kind)" }
}

struct FailureTests {
  private static let eidrm = Errno.identifierRemoved

  static let general: [Meaning] = [
    Meaning("open", .noSuchFileOrDirectory, .notFound), Meaning("open", .noSuchProcess, .gone),
    Meaning("open", .fileExists, .exists), Meaning("open", .permissionDenied, .denied),
    Meaning("open", .notPermitted, .denied), Meaning("open", .noSpace, .limit),
    Meaning("open", .noMemory, .limit), Meaning("open", .tooManyOpenFiles, .limit),
    Meaning("open", .tooManyOpenFilesInSystem, .limit), Meaning("open", .noFunction, .unsupported),
    Meaning("open", .notSupported, .unsupported), Meaning("write", .brokenPipe, .outputClosed),
    Meaning("open", .ioError, .system), Meaning("open", .invalidArgument, .system),
    Meaning("open", Errno(rawValue: 4095), .system),
  ]

  @Test(arguments: general)
  func hasAGeneralMeaning(meaning: Meaning) {
    #expect(Failure(errno: meaning.errno).kind == meaning.kind)
    #expect(GeneralFailures.error(meaning.operation, meaning.errno, "x").kind == meaning.kind)
  }

  @Test(arguments: [
    Meaning("msgctl", eidrm, .gone), Meaning("msgsnd", eidrm, .gone),
    Meaning("msgrcv", eidrm, .gone), Meaning("msgctl", .invalidArgument, .notFound),
    Meaning("msgsnd", .invalidArgument, .notFound), Meaning("msgrcv", .invalidArgument, .notFound),
    Meaning("msgctl", .notPermitted, .denied), Meaning("msgctl", .permissionDenied, .denied),
    Meaning("msgget", .permissionDenied, .denied), Meaning("msgsnd", .permissionDenied, .denied),
    Meaning("msgrcv", .permissionDenied, .denied),
    Meaning("msgget", .noSuchFileOrDirectory, .notFound), Meaning("msgget", .fileExists, .exists),
    Meaning("msgget", .noSpace, .limit), Meaning("msgget", .noMemory, .limit),
    Meaning("msgsnd", .noMemory, .limit), Meaning("msgsnd", .resourceTemporarilyUnavailable, .full),
    Meaning("msgrcv", .noMessage, .empty), Meaning("msgget", .noFunction, .unsupported),
    Meaning("msgget", .ioError, .system),
  ])
  func ofAMessageQueue(meaning: Meaning) {
    let error = SysVMessageQueue.error(meaning.operation, meaning.errno, "msg:1")
    #expect(error.kind == meaning.kind)
  }

  @Test(arguments: [
    Meaning("shmctl", eidrm, .gone), Meaning("shmat", eidrm, .gone),
    Meaning("shmctl", .invalidArgument, .notFound), Meaning("shmat", .invalidArgument, .notFound),
    Meaning("shmctl", .notPermitted, .denied), Meaning("shmget", .noSuchFileOrDirectory, .notFound),
    Meaning("shmget", .fileExists, .exists), Meaning("shmget", .invalidArgument, .limit),
    Meaning("shmget", .noSpace, .limit), Meaning("shmget", .noMemory, .limit),
    Meaning("shmat", .noMemory, .limit), Meaning("shmat", .permissionDenied, .denied),
    Meaning("shmget", .permissionDenied, .denied), Meaning("shmctl", .permissionDenied, .denied),
    Meaning("shmget", .noFunction, .unsupported), Meaning("shmat", .tooManyOpenFiles, .limit),
  ])
  func ofASegment(meaning: Meaning) {
    let error = SysVSharedMemory.error(meaning.operation, meaning.errno, "shm:1")
    #expect(error.kind == meaning.kind)
  }

  @Test(arguments: [
    Meaning("semctl", eidrm, .gone), Meaning("semop", eidrm, .gone),
    Meaning("semctl", .invalidArgument, .notFound), Meaning("semop", .invalidArgument, .notFound),
    Meaning("semctl", .notPermitted, .denied), Meaning("semctl", .permissionDenied, .denied),
    Meaning("semget", .permissionDenied, .denied), Meaning("semop", .permissionDenied, .denied),
    Meaning("semget", .noSuchFileOrDirectory, .notFound), Meaning("semget", .fileExists, .exists),
    Meaning("semget", .invalidArgument, .limit), Meaning("semget", .noSpace, .limit),
    Meaning("semget", .noMemory, .limit), Meaning("semop", .noMemory, .limit),
    Meaning("semop", .resourceTemporarilyUnavailable, .empty),
    Meaning("semop", .outOfRange, .tooLarge), Meaning("semop", .fileTooLarge, .usage),
    Meaning("semget", .noFunction, .unsupported), Meaning("semop", .ioError, .system),
  ])
  func ofASemaphoreSet(meaning: Meaning) {
    let error = SysVSemaphore.error(meaning.operation, meaning.errno, "sem:1")
    #expect(error.kind == meaning.kind)
  }

  @Test(arguments: [
    Meaning("open", .noSuchFileOrDirectory, .notFound),
    Meaning("stat", .noSuchFileOrDirectory, .notFound),
    Meaning("open", .tooManySymbolicLinkLevels, .notFound), Meaning("linkat", .fileExists, .exists),
    Meaning("stat", .fileNameTooLong, .usage), Meaning("ftruncate", .fileTooLarge, .limit),
    Meaning("ftruncate", .invalidArgument, .limit), Meaning("open", .noSpace, .limit),
    Meaning("pwrite", .noSpace, .limit), Meaning("unlinkat", .permissionDenied, .denied),
    Meaning("unlinkat", .notPermitted, .denied), Meaning("open", .permissionDenied, .denied),
    Meaning("open", .readOnlyFileSystem, .unsupported), Meaning("open", .tooManyOpenFiles, .limit),
  ])
  func ofPOSIXSharedMemory(meaning: Meaning) {
    let error = POSIXSharedMemory.error(meaning.operation, meaning.errno, "posix-shm:/a")
    #expect(error.kind == meaning.kind)
  }

  @Test(arguments: [
    Meaning("mq_open", .noSuchFileOrDirectory, .notFound), Meaning("mq_open", .fileExists, .exists),
    Meaning("stat", .noSuchFileOrDirectory, .notFound),
    Meaning("mq_open", .permissionDenied, .denied), Meaning("mq_open", .noSpace, .limit),
    Meaning("mq_open", .tooManyOpenFiles, .limit), Meaning("mq_open", .invalidArgument, .limit),
    Meaning("mq_open", .overflow, .limit), Meaning("mq_open", .fileNameTooLong, .usage),
    Meaning("mq_open", .noFunction, .unsupported),
    Meaning("mq_send", .resourceTemporarilyUnavailable, .full),
    Meaning("mq_send", .messageTooLong, .tooLarge),
    Meaning("mq_receive", .resourceTemporarilyUnavailable, .empty),
    Meaning("mq_unlink", .noSuchFileOrDirectory, .notFound),
    Meaning("mq_unlink", .permissionDenied, .denied), Meaning("mq_unlink", .notPermitted, .denied),
    Meaning("fsopen", .notPermitted, .denied), Meaning("fsopen", .noFunction, .denied),
    Meaning("fsopen", .operationNotSupportedByDevice, .unsupported),
  ])
  func ofAPOSIXMessageQueue(meaning: Meaning) {
    let error = POSIXMessageQueue.error(meaning.operation, meaning.errno, "mqueue:/a")
    #expect(error.kind == meaning.kind)
  }

  @Test(arguments: [
    Meaning("open", .noSuchFileOrDirectory, .notFound),
    Meaning("stat", .noSuchFileOrDirectory, .notFound),
    Meaning("open", .tooManySymbolicLinkLevels, .notFound), Meaning("linkat", .fileExists, .exists),
    Meaning("stat", .fileNameTooLong, .usage), Meaning("sem_init", .invalidArgument, .limit),
    Meaning("sem_init", .noSpace, .limit), Meaning("sem_post", .overflow, .tooLarge),
    Meaning("sem_trywait", .resourceTemporarilyUnavailable, .empty),
    Meaning("sem_wait", .badAddress, .gone), Meaning("sem_post", .badAddress, .gone),
    Meaning("mmap", .badAddress, .gone), Meaning("mmap", .noMemory, .limit),
    Meaning("unlinkat", .notPermitted, .denied), Meaning("open", .permissionDenied, .denied),
    Meaning("open", .readOnlyFileSystem, .unsupported),
  ])
  func ofANamedSemaphore(meaning: Meaning) {
    let error = POSIXSemaphore.error(meaning.operation, meaning.errno, "posix-sem:/a")
    #expect(error.kind == meaning.kind)
  }

  private static var tables: [any FailureTable.Type] {
    [
      SysVMessageQueue.self, POSIXMessageQueue.self, SysVSharedMemory.self, POSIXSharedMemory.self,
      SysVSemaphore.self, POSIXSemaphore.self, GeneralFailures.self,
    ]
  }

  /// Every errno after every call says something, in the form that stands within a line.
  @Test func everyErrorIsALineOfWords() {
    let operations = [
      "msgget", "msgctl", "msgsnd", "msgrcv", "shmget", "shmctl", "shmat", "semget",
      "semctl", "semop", "open", "stat", "unlinkat", "mq_open", "mq_send", "mq_receive",
      "mq_unlink", "fsopen",
    ]
    for table in Self.tables {
      for operation in operations {
        for number in Int32(1)...140 {
          let error = table.error(operation, Errno(rawValue: number), "subject")
          #expect(!error.reason.isEmpty)
          #expect(error.reason.last != ".")
          #expect(!error.description.contains("\n"))
          #expect(error.description.hasPrefix("subject: \(operation): "))
          #expect(error.errno?.rawValue == number)
        }
      }
    }
  }

  @Test func moreDetailTakesThePlaceOfTheTablesWords() {
    let error = SysVMessageQueue.error(
      "msgsnd", .resourceTemporarilyUnavailable, "msg:42",
      detail: "queue is full (16384 of 16384 bytes)")
    #expect(error.description == "msg:42: msgsnd: EAGAIN: queue is full (16384 of 16384 bytes)")
    #expect(error.kind == .full)
  }

  @Test func anAttemptKeepsItsValueOrItsMeaning() throws {
    let value = try SysVSharedMemory.attempt("shmget", "shm:1") { () throws(Errno) in 7 }
    #expect(value == 7)
    let error = failure {
      try SysVSharedMemory.attempt("shmget", "shm:0x1") { () throws(Errno) -> Int in
        throw .fileExists
      }
    }
    #expect(error?.kind == .exists)
    #expect(error?.operation == "shmget")
    #expect(error?.subject == "shm:0x1")
    #expect(error?.errno == .fileExists)
  }
}
