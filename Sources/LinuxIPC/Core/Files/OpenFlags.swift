internal import CLinuxIPC

/// The flags of open(2). Close-on-exec is always added.
package struct OpenFlags: OptionSet, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  package static let readOnly = OpenFlags(rawValue: cipc_o_rdonly)
  package static let writeOnly = OpenFlags(rawValue: cipc_o_wronly)
  package static let readWrite = OpenFlags(rawValue: cipc_o_rdwr)
  package static let directory = OpenFlags(rawValue: cipc_o_directory)
  package static let noFollow = OpenFlags(rawValue: cipc_o_nofollow)
  /// Leaves the access time as it is; only for the owner and CAP_FOWNER, else EPERM.
  package static let noAccessTime = OpenFlags(rawValue: cipc_o_noatime)
  /// Does not wait for a lease of another to end: EAGAIN.
  package static let nonBlocking = OpenFlags(rawValue: cipc_o_nonblock)
  /// A handle on the file itself: opens nothing, disturbs nothing.
  package static let path = OpenFlags(rawValue: cipc_o_path)
  /// A file without a name, in the directory that is opened.
  package static let temporary = OpenFlags(rawValue: cipc_o_tmpfile)

  /// The least capability that opens a file with them in spite of its permission bits, capabilities(7).
  var privilege: Capability {
    isDisjoint(with: [.writeOnly, .readWrite]) ? .dacReadSearch : .dacOverride
  }
}
