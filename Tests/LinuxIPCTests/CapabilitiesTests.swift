import LinuxIPC
import Testing

struct CapabilitiesTests {
  /// What is named is what setcap(8) and the kernel call it, each once.
  @Test func hasNames() {
    let names = Capability.allCases.map(\.name)
    #expect(Set(names).count == names.count)
    for capability in Capability.allCases {
      #expect(capability.name.hasPrefix("CAP_"))
      #expect(capability.shows != nil || capability.allows != nil, "\(capability)")
      // Who does nothing with it has no verb for it.
      #expect((capability.allows == nil) == capability.verbs.isEmpty, "\(capability)")
    }
  }

  /// What is nobody's to lend raises nothing, and what runs within is run.
  @Test func raisesNothingThatIsNotLent() {
    let before = Capabilities.current()
    LentCapabilities.raising(Capability.allCases) {
      for capability in Capability.allCases {
        #expect(Capabilities.current().has(capability) == before.has(capability))
      }
    }
    #expect(!LentCapabilities.areLent)
  }

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
