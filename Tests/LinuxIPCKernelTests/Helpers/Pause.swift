import Glibc

/// Sleeps for a moment, to ask again afterwards.
func pause(milliseconds: UInt32) {
  usleep(milliseconds * 1000)
}
