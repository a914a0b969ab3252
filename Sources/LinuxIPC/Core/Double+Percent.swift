extension Double {
  /// Whole percent of a fraction, rounded down, so that 100 says that nothing is left.
  package var wholePercent: UInt64 { UInt64(exactly: (self * 100).rounded(.down)) ?? .max }
}
