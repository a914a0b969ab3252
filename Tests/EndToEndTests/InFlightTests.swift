import Support
import Testing

/// Nobody holds what was sent over a Unix socket and not received: it is counted, however it was sent.
struct InFlightTests {
  /// Prints what fdinfo of its own sockets tells, and how much each look counts; both again once it is received.
  /// No other process of the machine is seen.
  private static let beginning = """
    import array, ctypes, json, os, re, socket, subprocess, sys
    reader, writer = os.pipe()
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [reader]))]
    os.chdir("/dev/shm")
    network = os.open("/proc/self/ns/net", os.O_RDONLY)
    c = ctypes.CDLL(None)
    def told():
        texts = [open(f"/proc/self/fdinfo/{fd}").read() for fd in (a.fileno(), b.fileno())]
        return sum(int(n) for text in texts for n in re.findall("scm_fds:\\s*(\\d+)", text))
    def counted(*kinds):
        document = json.loads(subprocess.run(
            [sys.argv[1], "ls", *kinds, "-o", "address,holders", "--json"], capture_output=True,
            preexec_fn=lambda: c.setns(network, 0x40000000)).stdout)
        return sum(
            gap["count"] for gap in document["coverage"]["hidden"]
            if gap["what"] == "descriptors in flight")
    def look():
        print(told(), counted("pipe"), counted("unix"), counted("pipe", "unix", "tcp"))
    """

  @Test(arguments: [
    "a, b = socket.socketpair(); a.sendmsg([b'x'], rights)",
    // Nothing but the descriptor.
    "a, b = socket.socketpair(type=socket.SOCK_SEQPACKET); a.sendmsg([], rights)",
    "a, b = socket.socketpair(type=socket.SOCK_DGRAM); a.sendmsg([], rights)",
    """
    b = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); b.bind("inbox")
    a = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); a.sendmsg([], rights, 0, "inbox")
    """,
    // In a network namespace of its own.
    """
    assert c.unshare(0x40000000) == 0
    a, b = socket.socketpair(); a.sendmsg([b'x'], rights)
    """,
  ])
  func isCounted(_ script: String) throws {
    try withSandbox {
      let python = Program.python(
        Self.beginning + "\n" + script + "\nlook()\nb.recvmsg(1, 64)\nlook()\n",
        Program.ipctool().path)
      let alone = Program.system(
        "unshare",
        arguments: ["--pid", "--fork", "--mount-proc", "--", python.path] + python.arguments)
      let told = try run(alone).text
      #expect(told == "1 1 1 1\n0 0 0 0\n")
    }
  }
}
