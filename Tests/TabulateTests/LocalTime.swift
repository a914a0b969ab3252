import Glibc

/// Makes a time zone the local one; for exit tests only, as it is the whole process's.
func setLocalTime(_ zone: String) {
  unsafe setenv("TZ", zone, 1)
  tzset()
}
