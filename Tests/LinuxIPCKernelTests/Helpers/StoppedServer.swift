import LinuxIPC
import Support

/// A FUSE file system whose server is stopped, and processes that use it: whoever asks it waits.
struct StoppedServer {
  static let path = "\(Scratch.path)/served"

  let scene: Scene
  let held: ObjectIdentity
  let waited: ObjectIdentity
  let mapped: ObjectIdentity
  /// Holds `held`, and has the file mapped.
  let holder: Int32
  /// Waits at the FIFO `waited`.
  let waiter: Int32
  /// Waits in open(2) for the server.
  let opener: Int32

  /// - Parameter user: Whose the server is. Nobody else may use what another than root serves, not even
  ///   root.
  init(user: Int = 0) throws {
    try Scratch.make()
    scene = try Scene(
      """
      os.chdir(sys.argv[1])
      user = int(sys.argv[2])
      os.mkdir("source"); os.mkdir("served")
      os.chown("source", user, -1); os.chown("served", user, -1)
      for name in "held", "waited": os.mkfifo("source/" + name); os.chown("source/" + name, user, -1)
      with open("source/mapped", "wb") as f: f.write(b"x" * 4096)
      open("source/asked", "w").close()
      for name in "mapped", "asked": os.chown("source/" + name, user, -1)
      command = ["bindfs", "-f", "--no-allow-other", "source", "served"]
      if user:
        rights = "+sys_admin,+dac_override"
        command = ["setpriv", f"--reuid={user}", "--clear-groups", f"--inh-caps={rights}",
          f"--ambient-caps={rights}", "--pdeathsig=KILL"] + command
      server = subprocess.Popen(command, preexec_fn=die_with_parent, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL)
      while "/served" not in open("/proc/self/mountinfo").read() and server.poll() is None:
        time.sleep(0.01)
      def become():
        if user: os.setgroups([]); os.setresuid(user, user, user); libc.prctl(4, 1); die_with_parent()
      r, w = os.pipe()
      def hold():
        become()
        held = os.open("served/held", os.O_RDWR)
        opened = os.open("served/mapped", os.O_RDWR)
        memory = mmap.mmap(opened, 4096)
        os.write(w, f"{file(held)} {file(opened)}".encode())
        forever()
      holder = fork(hold)
      held, mapped = os.read(r, 100).decode().split()
      def wait():
        become()
        os.chdir("served")
        os.write(w, file("waited").encode())
        os.open("waited", os.O_RDONLY)
      waiter = fork(wait)
      waited = os.read(r, 100).decode()
      while "wait_for_partner" not in open(f"/proc/{waiter}/wchan").read(): time.sleep(0.01)
      os.kill(server.pid, signal.SIGSTOP)
      # What the kernel keeps of names and attributes is good for a second.
      time.sleep(1.5)
      opener = fork(lambda: (become(), os.open("served/asked", os.O_RDONLY)))
      while open(f"/proc/{opener}/syscall").read().split()[0] not in ("257", "56"): time.sleep(0.01)
      time.sleep(0.1)
      ready(held, waited, mapped, holder, waiter, opener)
      """, Scratch.path, "\(user)")
    held = try scene.file(0)
    waited = try scene.file(1)
    mapped = try scene.file(2)
    holder = try scene.pid(3)
    waiter = try scene.pid(4)
    opener = try scene.pid(5)
  }
}
