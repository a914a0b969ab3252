extension [UInt8] {
  /// `withUnsafeMutableBytes` with a typed error.
  package mutating func withUnsafeMutableBytesCarrying<Value, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = unsafe withUnsafeMutableBytes { buffer in
      do throws(Failure) {
        return .success(try unsafe body(buffer))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// `withUnsafeBytes` with a typed error.
  package func withUnsafeBytesCarrying<Value, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outcome: Result<Value, Failure> = unsafe withUnsafeBytes { buffer in
      do throws(Failure) {
        return .success(try unsafe body(buffer))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }
}
