import CLinuxIPC
import Glibc
import IPCSnapshot
import Support
import SystemPackage
import Testing

@testable import LinuxIPC

/// Who holds POSIX shared memory when paths and /proc do not tell everything.
struct POSIXSharedMemoryHolderTests {
  /// Held through a descriptor that was opened by another path to the same directory.
  @Test func aDescriptorThroughAnotherMount() throws {
    try withSandbox {
      let objects = Memory<POSIXSharedMemory>()
      let name = try objects.create(objectName("a"))
      let holder = try Program.python(
        """
        import os, subprocess, sys
        subprocess.check_call(["mount", "-t", "tmpfs", "tmpfs", "/mnt"])
        os.mkdir("/mnt/jail")
        subprocess.check_call(["mount", "--bind", "/dev/shm", "/mnt/jail"])
        f = open("/mnt/jail/a", "rb")
        print("open", flush=True)
        sys.stdin.read()
        """
      ).start()
      #expect(try holder.readLine() == "open")
      let snapshot = Snapshot(
        Snapshot.Request(kinds: [POSIXSharedMemory.self], includesHolders: true),
        in: objects.context)
      #expect(
        try snapshot.holders(of: objects.inspect(name), as: POSIXSharedMemory.self)?.count == 1)
      _ = try holder.finish()
    }
  }

  /// /proc that hides other users' processes: their number is not known, but that they are hidden is.
  @Test func hiddenProcessesAreAGap() throws {
    try withSandbox {
      let objects = Memory<POSIXSharedMemory>()
      _ = try objects.create(objectName("a"))
      let mounted = try Program.system("mount", "-t", "proc", "-o", "hidepid=2", "proc", "/proc")
        .run()
      try #require(mounted.status == 0, "\(mounted.errorText)")
      try asNobody {
        let snapshot = Snapshot(
          Snapshot.Request(kinds: [POSIXSharedMemory.self], includesHolders: true),
          in: objects.context)
        #expect(!snapshot.coverage.isComplete)
      }
    }
  }
}
