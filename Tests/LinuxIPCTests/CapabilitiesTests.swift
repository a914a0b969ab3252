import LinuxIPC
import Testing

struct CapabilitiesTests {
  /// Who has all that is asked for is told so, and what else may stand in the way.
  @Test func saysWhatIsMissing() {
    let capabilities = Capabilities.current()
    for capability in Capability.allCases {
      let words = capabilities.missing(of: [capability])
      if capabilities.has(capability) {
        #expect(words.hasPrefix("more than \(capability.name): another user namespace"))
      } else {
        #expect(words == capability.name)
      }
    }
  }
}
