import Support
import Testing

/// Files of sockets that are left in other mount namespaces.
struct StaleMountTests {
  /// Whether a socket is bound is told for each type, and by no connection that its owner would see.
  @Test func findsThemInPrivateDirectories() throws {
    try withSandbox {
      let container = try Container(
        StaleMounts.sockets + """
          import select
          kinds = {"stream": 1, "datagram": 2, "packets": 5}
          os.mkdir("/run/below")
          for name, kind in kinds.items(): bind("/run/below/gone-" + name, kind).close()
          kept = [bind("/run/kept-" + name, kind) for name, kind in kinds.items()]
          kept.append(bind("/run/kept-pair", 2)); kept[-1].connect("/run/kept-datagram")
          os.symlink("/run/below", "/run/link")
          # One that the kernel alone knows: in flight, of a network that nobody is in.
          pair = socket.socketpair()
          def fly():
              must(libc.unshare(0x40000000))
              with bind("/run/kept-flying") as end: socket.send_fds(pair[0], [b"x"], [end.fileno()])
          flight = threading.Thread(target=fly); flight.start(); flight.join()
          def tell():
              sys.stdin.read()
              print(select.select(kept, [], [], 0)[0], flush=True)
              os._exit(0)
          threading.Thread(target=tell).start()
          """)
      for namespace in ["all", container.pid] {
        let look = try StaleMounts("--namespace", namespace)
        let found = try look.findings(
          in: container,
          "(f['severity'], f['message'], f['address'], f['fix'], f['evidence'])")
        let all = ["datagram", "packets", "stream"].map { name in
          "('warning', '/run/below/gone-\(name), \(StaleMounts.words)', None, None, "
            + "['the file of user 0', 'found in mnt=\(container.mount)', "
            + "'process \(container.pid) is in it'])"
        }
        #expect(found == "[\(all.joined(separator: ", "))]")
        #expect(look.status == 1)
      }
      let output = try container.running.finish()
      #expect(output.text.hasSuffix("[]\n"))
    }
  }

  /// As containers see directories of their host's.
  @Test func tellsThoseOfOurOwnOnce() throws {
    try withScratchDirectory { directory in
      try withSandbox {
        let container = try Container(
          StaleMounts.sockets + """
            os.mkdir("/run/host"); mount(sys.argv[0], "/run/host")
            bind("/run/host/ours").close()
            """, directory)
        let look = try StaleMounts("--namespace", "all", "--search", directory)
        #expect(
          try look.findings(about: "/ours", "(f['address'], f['fix'])").hasSuffix(
            "('unix:\(directory)/ours', 'ipctool rm unix:\(directory)/ours')]"))
        #expect(try look.findings(in: container) == "[]")
        // Of a namespace alone it is one of its own.
        let inside = try StaleMounts("--namespace", container.pid, "--search", directory)
        #expect(try inside.findings(about: "/ours") == "['/run/host/ours, \(StaleMounts.words)']")
        try container.end()
      }
    }
  }

  /// A namespace that has nothing of its own on /run shows what another shows, once.
  @Test func tellsThoseOfSeveralOnce() throws {
    try withSandbox {
      let first = try Container(StaleMounts.sockets + "bind('/run/shared').close()")
      let second = try Container(
        "mount('tmpfs', '/dev/shm', 'tmpfs')", hasOwnMemory: false, parent: first)
      let look = try StaleMounts("--namespace", "all")
      let found = try (look.findings(in: first), look.findings(in: second))
      #expect(
        found == ("['/run/shared, \(StaleMounts.words)']", "[]")
          || found.1 != "[]" && found.0 == "[]")
      let inside = try StaleMounts("--namespace", second.pid)
      #expect(
        try inside.findings(in: second) == "['/run/shared, \(StaleMounts.words)']")
      try second.end()
      try first.end()
    }
  }

  @Test func escapesTheirNames() throws {
    try withSandbox {
      let container = try Container(
        StaleMounts.sockets + """
          bind("/run/two\\nlines").close()
          bind(b"/run/\\x1b[31m\\xff").close()
          """)
      let look = try StaleMounts("--namespace", container.pid)
      #expect(
        try look.findings(in: container, "f['message'].split(',')[0]")
          == "['/run/%1B%5B31m%FF', '/run/two%0Alines']")
      let text = try Program.ipctool(
        "doctor", "--rule", "stale-socket", "--namespace", container.pid
      ).run().text
      #expect(text.contains("/run/two%0Alines,"))
      #expect(text.contains("/run/%1B%5B31m%FF,"))
      #expect(!text.unicodeScalars.contains("\u{1b}"))
      try container.end()
    }
  }

  /// A file that overlayfs(5) shows is another than that of its layer, and whoever is bound to the one has the other.
  @Test func knowsThoseOfLayers() throws {
    try withSandbox {
      let script = """
        import os, socket, subprocess, sys
        for name in ("lower", "upper", "work", "merged"): os.mkdir("/mnt/" + name)
        subprocess.run(["mount", "-t", "overlay", "none", "/mnt/merged", "-o",
          "lowerdir=/mnt/lower,upperdir=/mnt/upper,workdir=/mnt/work"], check=True)
        end = socket.socket(socket.AF_UNIX); end.bind("/mnt/merged/live"); end.listen()
        pair = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); pair.bind("/mnt/merged/pair")
        pair.connect("/mnt/merged/pair")
        gone = socket.socket(socket.AF_UNIX); gone.bind("/mnt/merged/gone"); gone.close()
        print("ready", flush=True)
        sys.stdin.read()
        """
      try run(.system("mount", "-t", "tmpfs", "layers", "/mnt"))
      let server = try Program.python(script).start()
      #expect(try server.readLine() == "ready")
      let look = try StaleMounts("--search", "/mnt")
      let found = try look.findings(about: "unix:/mnt/", "f['address']")
      #expect(found == "['unix:/mnt/merged/gone', 'unix:/mnt/upper/gone']")
      let lines = try failure(64, Program.ipctool("rm", "unix:/mnt/upper/live"))
      #expect(lines[0].contains("unix:/mnt/merged/live may be bound to it"))
      #expect(try run(.system("ls", "/mnt/upper")).lines == ["gone", "live", "pair"])
      _ = try server.finish()
    }
  }
}
