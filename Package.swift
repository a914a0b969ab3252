// swift-tools-version: 6.3

import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

// The targets of the fuzzer, which the tests feed with their corpora. `make fuzz` alone makes a program of them: its
// main function is libFuzzer's, which no other build has.
let fuzzed: [Target.Dependency] = ["LinuxIPC", "IPCSnapshot", "Tabulate", "CLinuxIPC", system]
let fuzzing =
  Context.environment["IPCTOOL_FUZZING"] == nil
  ? Target.testTarget(
    name: "FuzzingTests", dependencies: fuzzed, path: "Tests/Fuzzing", exclude: ["corpora"],
    swiftSettings: strict)
  : Target.executableTarget(
    name: "Fuzz", dependencies: fuzzed, path: "Tests/Fuzzing",
    exclude: ["corpora", "CorpusTests.swift"], swiftSettings: strict + [.define("FUZZING")])

let package = Package(
  name: "ipctool",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
  ],
  targets: [
    .target(
      name: "CLinuxIPC",
      cSettings: [.define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release))]),
    .systemLibrary(name: "CLibcap", pkgConfig: "libcap", providers: [.apt(["libcap-dev"])]),
    .target(
      name: "LinuxIPC", dependencies: ["CLinuxIPC", "CLibcap", system], swiftSettings: strict),
    .target(name: "IPCSnapshot", dependencies: ["LinuxIPC"], swiftSettings: strict),
    .target(
      name: "IPCDiagnosis", dependencies: ["IPCSnapshot", "LinuxIPC"], swiftSettings: strict),
    .target(
      name: "IPCExercise", dependencies: ["CLinuxIPC", "LinuxIPC", system],
      swiftSettings: strict),
    .target(name: "Tabulate", dependencies: [system], swiftSettings: strict),
    .target(
      name: "IPCToolCommands",
      dependencies: [
        "CLinuxIPC", "LinuxIPC", "IPCSnapshot", "IPCDiagnosis", "IPCExercise", "Tabulate",
        argumentParser, system,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "ipctool", dependencies: ["IPCToolCommands"], swiftSettings: strict),
    .executableTarget(
      name: "IPCToolDocumentation",
      dependencies: ["IPCToolCommands", "LinuxIPC", "Tabulate", argumentParser, system],
      swiftSettings: strict),
    .executableTarget(
      name: "IPCFixture", dependencies: ["CLinuxIPC"], swiftSettings: strict),
    .target(name: "CSupport", path: "Tests/CSupport"),
    .target(
      name: "Support", dependencies: ["CLinuxIPC"], path: "Tests/Support", swiftSettings: strict),
    .testTarget(
      name: "LinuxIPCTests", dependencies: ["LinuxIPC", "CLinuxIPC", system],
      swiftSettings: strict),
    .testTarget(
      name: "LinuxIPCKernelTests",
      dependencies: ["LinuxIPC", "IPCSnapshot", "CLinuxIPC", "Support", "IPCFixture", system],
      swiftSettings: strict),
    .testTarget(
      name: "IPCDiagnosisTests", dependencies: ["IPCDiagnosis", "IPCSnapshot", "LinuxIPC"],
      swiftSettings: strict),
    .testTarget(name: "TabulateTests", dependencies: ["Tabulate", system], swiftSettings: strict),
    .testTarget(
      name: "IPCToolCommandsTests",
      dependencies: [
        "CLinuxIPC", "IPCToolCommands", "IPCToolDocumentation", "LinuxIPC", "Support", "Tabulate",
        "CSupport", "ipctool", argumentParser,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests", dependencies: ["Support", "ipctool", "IPCFixture"],
      swiftSettings: strict),
    fuzzing,
  ],
  swiftLanguageModes: [.v6]
)
