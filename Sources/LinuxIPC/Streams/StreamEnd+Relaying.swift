internal import CLinuxIPC
internal import Glibc
internal import SystemPackage

extension StreamEnd {
  /// Moves what it can through a pipe of our own, as one of two ends must be a pipe, splice(2): so nothing that
  /// comes through a socket is copied to our memory and from there.
  ///
  /// Returns where the kernel can't, or at the end of the stream, and nothing is in that pipe then.
  func relay(
    _ wanted: inout UInt64, _ received: inout UInt64, to target: Int32,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    let relay: PipeEnds
    do throws(Errno) { relay = try PipeEnds() } catch { return }
    _ = cipc_set_pipe_size(relay.write.rawValue, UInt64(Self.pieceSize))
    while wanted > 0 {
      try output.checkReader()
      var inside = try fill(relay, upTo: wanted)
      if inside == 0 { return }
      wanted -= UInt64(inside)
      while inside > 0 {
        guard let count = Self.move(inside, from: relay, to: target) else {
          // Appended to a file, say. The long way tells more, too, of what stands in the way.
          return try copy(inside, from: relay, &received, into: &output)
        }
        inside -= count
        received += UInt64(count)
        output.noteMoved(count)
      }
    }
  }

  /// Takes what is there, after waiting where that is nothing. Returns how much that is; 0 as well where it
  /// can't be taken in this way.
  private func fill(_ relay: borrowing PipeEnds, upTo wanted: UInt64) throws(IPCError) -> Int {
    let (source, target) = (descriptor.rawValue, relay.write.rawValue)
    let size = Int(min(wanted, UInt64(Self.pieceSize)))
    do throws(WaitFailure) {
      return Int(try Waiting.call(until: .never) { _ in cipc_splice(source, target, size, 0) })
    } catch .failed(let errno) where Self.isForTheLongWay(errno) {
      return 0
    } catch {
      throw Kind.error("splice", error, subject, timedOut: .empty) { nil }
    }
  }

  /// Returns nil where it fails. No signal ends it: what was taken is written.
  private static func move(
    _ count: Int, from relay: borrowing PipeEnds, to target: Int32
  ) -> Int? {
    let source = relay.read.rawValue
    do throws(Errno) {
      return Int(try systemCall { cipc_splice(source, target, count, 0) })
    } catch {
      return nil
    }
  }

  private func copy(
    _ count: Int, from relay: borrowing PipeEnds, _ received: inout UInt64,
    into output: inout some DataOutput & ~Copyable
  ) throws(IPCError) {
    let bytes = try relay.take(count, subject)
    try unsafe bytes.withUnsafeBytesCarrying { (buffer) throws(IPCError) in
      try unsafe output.write(stream: buffer, subject)
    }
    received += UInt64(count)
  }
}
