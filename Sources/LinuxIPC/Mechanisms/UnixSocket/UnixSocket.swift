/// Unix domain sockets: streams, datagrams and sequenced packets between processes of one machine.
///
/// See unix(7), sock_diag(7). Objects are the sockets that a process can hold, those with an inode: the
/// server's end of a connection that waits to be accepted has none yet (net/unix/af_unix.c,
/// unix_stream_connect), and is seen as a client in the listener's queue. The kernel lists the sockets of
/// one network namespace; an accepted one is in that of its client (KERNEL-NOTES section 5).
package enum UnixSocket: Mechanism {
  package static let keyword = "unix"
  package static let title = "Unix domain socket"
  package static let unit = DataUnit.stream
}
