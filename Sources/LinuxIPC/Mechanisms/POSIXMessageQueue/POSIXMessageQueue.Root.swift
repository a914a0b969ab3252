internal import CLinuxIPC
internal import SystemPackage

extension POSIXMessageQueue {
  /// The directory in which the queues of the calling thread's IPC namespace are files, open to read.
  struct Root: ~Copyable {
    let directory: Descriptor
    /// The one of this namespace's queues.
    let device: UInt64

    /// Mounts it where nobody else sees it, or takes the one that is mounted.
    ///
    /// - Throws: `denied` when neither is to be had, with what is missing.
    static func open(_ subject: String) throws(IPCError) -> Root {
      let refusal: Errno
      do throws(Errno) {
        let directory = try LentCapabilities.raising([.systemAdmin]) { () throws(Errno) in
          Descriptor(adopting: try systemCall { cipc_mqueue_mount() })
        }
        return try Root(directory)
      } catch {
        refusal = error
      }
      if let root = mounted() { return root }
      throw error("fsopen", refusal, subject)
    }

    private init(_ directory: consuming Descriptor) throws(Errno) {
      device = try directory.status().device
      self.directory = directory
    }

    /// The queues of this namespace where they are mounted, wherever that is.
    ///
    /// A mount shows those of the namespace in which it was made, for ever, and which one that is the
    /// kernel does not tell: a process that has left for a namespace of its own still finds the old
    /// queues in /dev/mqueue. So they are compared with those that mq_open(3) finds.
    private static func mounted() -> Root? {
      var likely: Root?
      var hasNames = false
      for mount in (try? Mount.all(of: "mqueue")) ?? [] where mount.root.elementsEqual("/".utf8) {
        guard let directory = try? Descriptor(opening: mount.point, flags: .directory),
          let root = try? Root(directory), root.isMountOfQueues
        else { continue }
        switch root.evidence() {
        case .same: return root
        case .sameNames:
          likely = consume root
          hasNames = true
        case .none:
          if !hasNames, hasInitialNamespace { likely = consume root }
        case .other: continue
        }
      }
      return likely
    }

    /// Something else may be mounted over it.
    private var isMountOfQueues: Bool {
      var type: UInt64 = 0
      let descriptor = directory.rawValue
      return unsafe cipc_fstatfs_type(descriptor, &type) == 0 && type == cipc_mqueue_magic
    }

    /// What the queues in a mount tell of its namespace.
    private enum Evidence {
      /// One of them is ours, so that all are.
      case same
      /// They all exist in ours, by their names, and may not be compared.
      case sameNames
      case other
      /// There are none.
      case none
    }

    private func evidence() -> Evidence {
      var evidence = Evidence.none
      let names = (try? names()) ?? []
      for name in names {
        guard let listed = try? FileStatus(ofLink: name.file, in: directory) else { continue }
        do throws(Errno) {
          let ours = try Handle(lookingAt: name).descriptor.status()
          return ours.device == listed.device ? .same : .other
        } catch .noSuchFileOrDirectory {
          // Still in the mount: then it is another namespace's. Else it was unlinked meanwhile.
          if (try? FileStatus(ofLink: name.file, in: directory)) != nil { return .other }
        } catch {
          evidence = .sameNames
        }
      }
      return evidence
    }

    /// Whether this is the namespace that the machine started with. Then an empty mount is taken as its
    /// own: in any other one it is often inherited, in this one nobody mounts another's.
    private static var hasInitialNamespace: Bool {
      Namespace.ofThread(.ipc)?.inode == cipc_initial_ipc_namespace
    }

    /// The names of all queues, sorted: the directory has the newest first, and by name two listings of
    /// the same queues are the same.
    func names() throws(Errno) -> [Name] {
      var names: [Name] = []
      // Opened anew, since one that was read stands at its end.
      let entries = try Descriptor(opening: [UInt8](path: "."), in: directory, flags: .directory)
      try DirectoryEntries.forEach(in: entries) { entry in
        names.append(Name(file: entry.bytes(0..<entry.count)))
        return true
      }
      return names.sorted { $0.file.lexicographicallyPrecedes($1.file) }
    }
  }
}
