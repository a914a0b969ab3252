import CLinuxIPC
import Glibc
import IPCSnapshot
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// Mappings that only look like those of our segments: ids repeat in every IPC namespace.
struct SysVSharedMemoryNamespaceTests {
  /// A process that attached a segment and then entered our namespace.
  @Test func aMappingFromANamespaceThatItsProcessHasLeft() throws {
    try withSandbox {
      let segments = Memory<SysVSharedMemory>()
      let name = try segments.create(size: 4096)
      let script = """
        import ctypes, os, sys, sysv_ipc
        c = ctypes.CDLL(None, use_errno=True)
        ours = os.open("/proc/self/ns/ipc", os.O_RDONLY)
        assert c.unshare(0x08000000) == 0
        m = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096)
        m.write(b"foreign!")
        assert c.setns(ours, 0) == 0
        print(m.id, flush=True)
        sys.stdin.read()
        """
      let mover = try Program.python(script).start()
      #expect(try mover.readLine() == "0")
      let snapshot = Snapshot(
        Snapshot.Request(kinds: [SysVSharedMemory.self], includesHolders: true),
        in: segments.context)
      let object = try segments.inspect(name)
      #expect(object.attached == 0)
      #expect(snapshot.holders(of: object, as: SysVSharedMemory.self) == [])
      #expect(try segments.gauge(name).nonzero == 0)
      _ = try mover.finish()
    }
  }

  /// The same, where ours is attached too, by a later process: whose bytes are read?
  @Test func theBytesAreOurs() throws {
    try withSandbox {
      let segments = Memory<SysVSharedMemory>()
      let name = try segments.create(.key(42), size: 4096)
      let mover = try Program.python(
        """
        import ctypes, os, sys, sysv_ipc
        c = ctypes.CDLL(None, use_errno=True)
        ours = os.open("/proc/self/ns/ipc", os.O_RDONLY)
        assert c.unshare(0x08000000) == 0
        m = sysv_ipc.SharedMemory(None, sysv_ipc.IPC_CREX, size=4096)
        m.write(b"foreign!")
        assert c.setns(ours, 0) == 0
        print(m.id, flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try mover.readLine() == "0")
      let holder = try Program.python(
        """
        import sys, sysv_ipc
        m = sysv_ipc.SharedMemory(42)
        print(m.id, flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try holder.readLine() == "0")
      let bytes = try segments.read(name, length: 8)
      #expect(bytes == [UInt8](repeating: 0, count: 8))
      _ = try holder.finish()
      _ = try mover.finish()
    }
  }
}
