internal import Glibc

/// Time stamps that count seconds tell nothing of what happens within one.
package enum Clock {
  /// Waits until the second has changed.
  package static func waitForNextSecond() {
    let now = time(nil)
    while time(nil) == now { usleep(10_000) }
  }
}
