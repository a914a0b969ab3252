import Support
import Testing

/// A process in IPC, mount and network namespaces of its own, with a memory file system on /dev/shm and one on /run, if
/// its script does not want it otherwise. /proc is that of the test, so that it knows itself by the number that the test
/// has for it.
struct Container {
  let running: RunningProgram
  let pid, ipc, net, mount: String
  /// What its script prints, a line.
  let told: [String]

  /// - Parameters:
  ///   - script: In Python, with `mount(source, place, type)`; what it leaves in `told` is printed, and then it sleeps
  ///     until its input ends.
  ///   - hasOwnMemory: Whether it gets those file systems before.
  ///   - isOfNobody: Whether an ordinary user makes it, in a user namespace.
  ///   - parent: The one in whose mount namespace it is made.
  init(
    _ script: String = "", _ arguments: String..., hasOwnMemory: Bool = true,
    isOfNobody: Bool = false, parent: Container? = nil
  ) throws {
    var program = Program.python(
      """
      import ctypes, mmap, os, socket, sys, threading
      libc = ctypes.CDLL(None, use_errno=True)
      def must(result): assert result >= 0, os.strerror(ctypes.get_errno()); return result
      def mount(source, place, type=None, options=None):
          coded = [x and x.encode() for x in (source, place, type, options)]
          must(libc.mount(*coded[:3], 0 if type else 4096, coded[3]))
      def use_inodes(count):
          # Other tests name files by the inodes that are the first of any file system.
          path = "/dev/shm/none"
          for _ in range(count): os.close(os.open(path, os.O_CREAT)); os.unlink(path)
      if int(sys.argv[3]):
          must(libc.setns(os.open(f"/proc/{sys.argv[3]}/ns/mnt", os.O_RDONLY), 0))
      flags = 0x48020000
      if int(sys.argv[2]):
          os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
          must(libc.prctl(4, 1))
          flags |= 0x10000000
      must(libc.unshare(flags))
      if int(sys.argv[2]):
          maps = ("setgroups", "deny"), ("uid_map", "0 65534 1"), ("gid_map", "0 65534 1")
          for name, text in maps:
              with open("/proc/self/" + name, "w") as file: file.write(text)
      must(libc.mount(b"none", b"/", None, 0x44000, None))
      if int(sys.argv[1]):
          mount("tmpfs", "/dev/shm", "tmpfs")
          mount("tmpfs", "/run", "tmpfs")
      sys.argv = sys.argv[4:]
      spaces = [os.stat("/proc/thread-self/ns/" + n).st_ino for n in ("ipc", "net", "mnt")]
      told = []
      SCRIPT
      print(os.readlink("/proc/self"), *spaces, *told, flush=True)
      sys.stdin.read()
      """.replacing("SCRIPT", with: script))
    program.arguments +=
      [hasOwnMemory ? "1" : "0", isOfNobody ? "1" : "0", parent?.pid ?? "0"] + arguments
    running = try program.start()
    let words = try #require(try running.readLine()).words
    try #require(words.count >= 4)
    (pid, ipc, net, mount) = (words[0], words[1], words[2], words[3])
    told = Array(words[4...])
  }

  func end() throws { _ = try running.finish() }
}

/// Whether a listing's coverage tells of something, in an expression of Python: `h` is the gap.
func hides(_ document: [UInt8], _ expression: String) throws -> Bool {
  try json(document, "any(\(expression) for h in d['coverage']['hidden'])") == "True"
}
