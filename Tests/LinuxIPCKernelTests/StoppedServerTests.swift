import CLinuxIPC
import Glibc
import Support
import Testing

@testable import LinuxIPC

/// A file system that does not answer makes nobody wait who looks.
///
/// One after the other: the servers number their files alike.
@Suite(.serialized)
struct StoppedServerTests {
  /// Of files of one number, as others' servers may have them, the number alone names none.
  private func address(of fifo: ObjectIdentity) -> String {
    "fifo:\(cipc_major(fifo.device)):\(cipc_minor(fifo.device)):\(fifo.inode)"
  }

  @Test func aListingComesBack() throws {
    try withSandbox {
      let server = try StoppedServer()
      let before = try [server.waiter, server.opener].map { try Sleep($0) }
      #expect(before[0].place.contains("wait_for_partner"))
      for arguments in [
        ["ls"], ["ls", "--json"], ["ls", "fifo", "map"], ["show", address(of: server.held)],
        ["ls", "fifo", "--under", Scratch.path],
        ["doctor", "--rule", "stale-socket", "--search", Scratch.path],
        ["show", "/proc/\(server.holder)/fd/\(try fd(server))"],
      ] {
        let start = time(nil)
        let output = try Program.system(
          "timeout", arguments: ["--signal=KILL", "60", Program.ipctool().path] + arguments
        ).run()
        // The doctor looks at all of the machine's directories of that sort.
        let isDoctor = arguments[0] == "doctor"
        #expect(
          output.status == 0 || isDoctor && output.status == 1, "\(arguments): \(output.errorText)")
        #expect(time(nil) - start < 30, "\(arguments)")
      }
      let named = try Program.ipctool("ls", "fifo", "--under", StoppedServer.path).run()
      #expect(named.status == 71)
      #expect(
        named.errorText == """
          ipctool: \(StoppedServer.path): open: ETIMEDOUT: who serves its file system does not answer

          """)
      let around = try Program.ipctool("ls", "fifo", "--under", Scratch.path).run()
      #expect(around.errorText.contains("directories: 1 (needs who serves them to answer)"))
      let fifos = Look(FIFO.self)
      // No other witness comes back from here: lsfd(1) and lsof(8) wait for the server.
      #expect(try fifos.holds(server.held) == ["\(server.holder) \(try fd(server)) rw"])
      // Its name is no longer sure, and only the server can tell: that is said.
      #expect(!fifos.contains(server.waited))
      // Others may wait somewhere else on the machine.
      let waits = fifos.coverage.gaps.first { $0.what == "waits for FIFOs" }?.count
      #expect(try #require(waits) >= 1)
      let maps = Look(FileMapping.self)
      #expect(try maps.holds(server.mapped) == ["\(server.holder) - map-rw"])
      #expect(try [server.waiter, server.opener].map { try Sleep($0) } == before)
    }
  }

  /// What a user serves to itself alone the kernel shows to no other: these files are out of sight, and
  /// not the process.
  @Test func anotherUsersFiles() throws {
    try withSandbox {
      let server = try StoppedServer(user: 65534)
      // A process that may not be looked into throws.
      #expect(try !Look(FIFO.self, in: server.holder).contains(server.held))
      let look = Look(FIFO.self)
      let files = try #require(look.coverage.gaps.first { $0.what == "files" }?.count)
      #expect(files >= 2, "a FIFO and a file")
      #expect(
        try Look(FileMapping.self).holds(server.mapped) == ["\(server.holder) - map-rw"])
    }
  }

  /// A server may answer for a while and for some calls, as one whose network is gone: the directory is somebody's who
  /// lets anybody use it.
  @Test(arguments: [true, false]) func aDirectoryOfWhichNoEntriesCome(asNobody: Bool) throws {
    try withSandbox {
      try Scratch.make()
      let server = try Scene(
        """
        os.chmod(sys.argv[1], 0o755)
        os.chdir(sys.argv[1])
        os.mkdir("served")
        fuse = os.open("/dev/fuse", os.O_RDWR)
        options = f"fd={fuse},rootmode=40000,user_id=0,group_id=0,allow_other"
        assert libc.mount(b"silent", b"served", b"fuse", 0, options.encode()) == 0
        status = struct.pack("QII6Q10I", 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, 4096, 0)
        answers = {
          3: status, 17: bytes(80), 26: struct.pack("4I2H11I", 7, 31, 65536, 0, 16, 12, 65536, *[0] * 10)}
        def serve():
          while True:
            size, call, unique = struct.unpack_from("IIQ", os.read(fuse, 1 << 17))
            if call in (27, 28): continue
            answer = answers.get(call, b"")
            os.write(fuse, struct.pack("IiQ", 16 + len(answer), 0 if answer else -38, unique) + answer)
        threading.Thread(target=serve, daemon=True).start()
        ready()
        """, Scratch.path)
      let program = Program.ipctool("ls", "fifo", "--under", Scratch.path)
      let guarded = asNobody ? program.asNobody : program
      let output = try Program.system(
        "timeout", arguments: ["--signal=KILL", "60", guarded.path] + guarded.arguments
      ).run()
      #expect(output.status == 0)
      #expect(output.errorText.contains("directories: 1 (needs who serves them to answer)"))
      _ = try server.program.finish()
    }
  }

  /// The holder's descriptor of the FIFO.
  private func fd(_ server: StoppedServer) throws -> Int32 {
    let listed = try Program.system("ls", "-l", "/proc/\(server.holder)/fd").run().lines
    let line = try #require(listed.first { $0.hasSuffix("/held") })
    let words = line.split(separator: " ")
    return try #require(Int32(words[words.count - 3]))
  }
}
