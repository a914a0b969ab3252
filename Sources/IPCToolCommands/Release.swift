/// What this build is: the one place that says so to `--version` and to the man pages.
package enum Release {
  package static let version = "0.1.0"

  /// What `--version` prints.
  package static let banner = "ipctool \(version)"

  /// As mdoc(7) wants it in `.Dd`. Not today's date, so that the same sources make the same pages.
  package static let date = "November 24, 2026"
}
