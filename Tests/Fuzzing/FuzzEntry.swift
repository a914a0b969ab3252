#if FUZZING
  import Glibc

  /// The target that is fuzzed: the one that the environment names in FUZZ_TARGET.
  private let chosen: FuzzTarget = {
    let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      let known = FuzzTarget.all.map(\.name).joined(separator: " ")
      fatalError("FUZZ_TARGET is one of: \(known)")
    }
    return target
  }()

  /// What libFuzzer calls with each input.
  @_cdecl("LLVMFuzzerTestOneInput")
  package func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    chosen.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  }
#endif
