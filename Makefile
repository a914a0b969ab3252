# make run    install what is missing, build, show this machine's IPC
# make test   install what is missing, build, run the tests
# The rest is listed by `make help`.

SWIFT ?= swift
SWIFTC ?= swiftc
PYTHON ?= /usr/bin/python3

PREFIX ?= /usr/local
BINARY ?= .build/release/ipctool

.PHONY: help run release build-deps test-deps test check lint format generate check-generated \
	install uninstall deb static check-package bench bench-small fuzz fuzz-small sanitize soak clean

help:
	@echo "run          build ipctool and show this machine's IPC"
	@echo "test         build and run the tests"
	@echo "check        all that CI checks: lint, test, check-generated, bench-small, fuzz-small,"
	@echo "             check-package, for which it fetches a small Debian"
	@echo "release      build .build/release/ipctool"
	@echo "install      put the built ipctool, its man pages and completions under PREFIX (/usr/local)"
	@echo "             with SETCAP=1 also let it see what others' processes hold (ipctool-caps(1))"
	@echo "uninstall    take them away again"
	@echo "deb          build a package for Debian, in .build/deb"
	@echo "static       build .build/static/ipctool, which needs no library"
	@echo "generate     make man pages, completions and JSON schemas anew"
	@echo "bench        compare speed with ss, lsof, lsfd, lsipc, ipcs, cat and socat"
	@echo "format       format the sources"
	@echo "fuzz         give every parser of foreign bytes RUNS (1000000) inputs; TARGETS names some"
	@echo "sanitize     the tests under the thread and address sanitizers"
	@echo "soak         every verb 10,000 times, to see that nothing leaks"

run: release
	@.build/release/ipctool

# The C++ runtime that Swift's own needs is linked statically too, so that glibc and libcap are all the
# program asks for: a directory that holds the archive alone is searched before those with the .so.
STATIC_CXX := $(lastword $(sort $(wildcard /usr/lib/gcc/*/*/libstdc++.a)))
# No directory of libraries is written into it: where its file lends capabilities there must be none in
# which others may put some.
RELEASE_FLAGS := -c release --product ipctool --static-swift-stdlib --disable-local-rpath \
	-Xswiftc -Xclang-linker -Xswiftc -static-libgcc -Xlinker --gc-sections -Xlinker -s \
	-Xlinker -z -Xlinker now
ifneq ($(STATIC_CXX),)
RELEASE_FLAGS += -Xswiftc -L$(CURDIR)/.build/static-cxx
endif

release: build-deps
	@mkdir -p .build/static-cxx
	@if [ -n "$(STATIC_CXX)" ]; then ln -sf $(STATIC_CXX) .build/static-cxx/libstdc++.a; fi
	$(SWIFT) build $(RELEASE_FLAGS)

build-deps:
	@.ci/install-missing pkg-config:pkg-config /usr/include/sys/capability.h:libcap-dev

test-deps: build-deps
	@.ci/install-missing unshare:util-linux setpriv:util-linux ipcs:util-linux ipcmk:util-linux \
	  lsipc:util-linux lsfd:util-linux-extra lsof:lsof bindfs:bindfs ss:iproute2 socat:socat \
	  strace:strace script:bsdutils dot:graphviz \
	  mandoc:mandoc zsh:zsh fish:fish /usr/share/bash-completion/bash_completion:bash-completion \
	  $(PYTHON):python3 /usr/share/doc/python3-venv:python3-venv \
	  gcc:gcc aarch64-linux-gnu-gcc:gcc-aarch64-linux-gnu \
	  /usr/aarch64-linux-gnu/include/stdio.h:libc6-dev-arm64-cross scmp_sys_resolver:seccomp
	@.ci/install-witnesses $(PYTHON) .build/witnesses

test: test-deps
	@.ci/run-tests $(SWIFT) test

check: lint test check-generated bench-small fuzz-small check-package

# What is made from the definitions of commands, options and columns, and from man/sections. The
# build is the one of the tests.
generate: build-deps
	$(SWIFT) build --product IPCToolDocumentation
	rm -f man/*.1 completions/* schemas/*.json
	.build/debug/IPCToolDocumentation .

check-generated: build-deps
	$(SWIFT) build --product IPCToolDocumentation
	.ci/check-generated .build/debug/IPCToolDocumentation

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

# Where each shell of Debian looks: zsh(1) has a directory of its own for what packages bring.
ZSH_DIRECTORY := $(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
SHARE = $(DESTDIR)$(PREFIX)/share
SCHEMAS := $(wildcard schemas/*.json)
PAGES := $(wildcard man/*.1)

# What `make install SETCAP=1` gives the program, to see with: permitted and not effective, so that it starts
# also where they are not in the bounding set.
CAPABILITIES := cap_sys_ptrace,cap_dac_read_search

# Needs no compiler, so that root need not have one: `make release` comes before it.
install: $(BINARY)
	$(if $(and $(filter 1,$(SETCAP)),$(DESTDIR)),$(error SETCAP=1 excludes DESTDIR: a package sets \
	  capabilities where it is unpacked))
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/ipctool
	install -D -m 644 -t $(SHARE)/man/man1 $(PAGES)
	install -D -m 644 completions/ipctool.bash $(SHARE)/bash-completion/completions/ipctool
	install -D -m 644 completions/_ipctool $(SHARE)/zsh/$(ZSH_DIRECTORY)/_ipctool
	install -D -m 644 completions/ipctool.fish $(SHARE)/fish/vendor_completions.d/ipctool.fish
	install -D -m 644 -t $(SHARE)/ipctool/schemas $(SCHEMAS)
ifeq ($(SETCAP),1)
	setcap $(CAPABILITIES)+p $(PREFIX)/bin/ipctool
	@echo "whoever executes $(PREFIX)/bin/ipctool sees what all processes hold ($(CAPABILITIES));"
	@echo "'setcap -r $(PREFIX)/bin/ipctool' takes that away"
endif

$(BINARY):
	@echo "there is no $@: 'make release' builds it" >&2; exit 1

# Directories that others use as well stay.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/ipctool
	rm -f $(addprefix $(SHARE)/man/man1/,$(notdir $(PAGES)))
	rm -f $(SHARE)/bash-completion/completions/ipctool
	rm -f $(SHARE)/zsh/$(ZSH_DIRECTORY)/_ipctool
	rm -f $(SHARE)/fish/vendor_completions.d/ipctool.fish
	rm -f $(addprefix $(SHARE)/ipctool/schemas/,$(notdir $(SCHEMAS)))
	[ ! -d $(SHARE)/ipctool ] || rmdir $(SHARE)/ipctool/schemas $(SHARE)/ipctool

# A package for Debian, in .build/deb, of what `make release` built. The work is done on a copy of debian/.
DEB_WORK := .build/deb/work
deb: release
	@.ci/install-missing dh:debhelper fakeroot:fakeroot dpkg-parsechangelog:dpkg-dev
	rm -rf .build/deb
	mkdir -p $(DEB_WORK)
	cp -r debian $(DEB_WORK)
	@built=$$($(BINARY) --version) && packaged=$$(dpkg-parsechangelog -S Version) && \
	  if [ "$$built" != "ipctool $${packaged%-*}" ]; then \
	    echo "debian/changelog is of $$packaged, and the program is $$built" >&2; exit 1; fi
	cd $(DEB_WORK) && ROOT=$(CURDIR) fakeroot debian/rules binary
	@ls -1 .build/deb/*.deb

# One file that needs no library: the objects of `make release`, linked again. What the linker warns of is
# that names of users may need libraries of glibc's (Sources/CLinuxIPC/users.c).
static: release
	mkdir -p .build/static
	$(SWIFTC) -static-executable @.build/release/ipctool.product/Objects.LinkFileList -lcap \
	  -Xlinker --defsym=main=ipctool_main -Xlinker --gc-sections -Xlinker -s \
	  -o .build/static/ipctool 2>.build/static/warnings || { cat .build/static/warnings >&2; exit 1; }
	@ls -1 .build/static/ipctool

# The package in a fresh Debian without anything else, and the static program with nothing at all.
check-package: deb static
	@.ci/install-missing lintian:lintian debootstrap:debootstrap unshare:util-linux
	.ci/check-package .build/deb/*.deb .build/static/ipctool

bench: release bench-deps
	Benchmarks/compare

bench-small: release bench-deps
	Benchmarks/compare --small

.PHONY: bench-deps
bench-deps:
	@.ci/install-missing hyperfine:hyperfine /usr/bin/time:time setpriv:util-linux lsipc:util-linux \
	  ipcs:util-linux lsfd:util-linux-extra lsof:lsof ss:iproute2 socat:socat \
	  $(PYTHON):python3 /usr/share/doc/python3-venv:python3-venv
	@.ci/install-witnesses $(PYTHON) .build/witnesses

# The modules are built to be tested, as the parsers are no business of other modules.
FUZZ_BUILD := IPCTOOL_FUZZING=1 $(SWIFT) build -c release --product Fuzz --sanitize fuzzer \
	-Xswiftc -enable-testing --scratch-path .build-fuzz
RUNS ?= 1000000
TARGETS ?=

# What it finds is in .build-fuzz/found, and what it learned in .build-fuzz/corpora: the next run goes on from there.
fuzz: build-deps
	$(FUZZ_BUILD)
	.ci/fuzz .build-fuzz/release/Fuzz $(RUNS) .build-fuzz/corpora $(TARGETS)

# The same inputs each time: who changes a parser learns what that did, and no other.
fuzz-small: build-deps
	$(FUZZ_BUILD)
	.ci/fuzz .build-fuzz/release/Fuzz 20000 "" $(TARGETS)

# Not the tests of what the sanitizers do themselves: they map and allocate more, open files and make calls of
# their own, write where the program's errors belong, take signals later, and are slower than a step may be.
UNSANITIZED := --skip 'makesNoCallThatCould|takeTheirFileAlong|ScarcityTests|HardConditionTests' \
	--skip 'SocketMessageLimitTests|HeldKindLimitTests|HiddenProcessTests|LeakTests' \
	--skip 'leavesAFileThatCanBeToldWhenItIsKilled|anotherBusErrorStillEndsUs|tellsTheStep'

# A program with rights of its file takes no options, so that leaks are looked for there; and that takes /proc.
UNADDRESSED := --skip 'givesUpOtherIDs|exercisesWithPlainRights|worksWithoutProc|tellsWhatItEnteredInVain'

sanitize: test-deps
	$(SWIFT) test --sanitize=thread --scratch-path .build-thread $(UNSANITIZED)
	ASAN_OPTIONS=detect_leaks=0:suppressions=$(CURDIR)/.ci/address-suppressions \
	  $(SWIFT) test --sanitize=address --scratch-path .build-address $(UNSANITIZED) $(UNADDRESSED)

# Every verb 10,000 times in one process, optimised and among few others so that it takes an hour and not several.
SOAK := -c release -Xswiftc -enable-testing --scratch-path .build-soak
soak: test-deps
	$(SWIFT) build --build-tests $(SOAK)
	IPCTOOL_OPERATIONS=10000 unshare --pid --fork --kill-child --mount-proc \
	  $(SWIFT) test --skip-build $(SOAK) --filter LeakTests

clean:
	rm -rf .build .build-thread .build-address .build-fuzz .build-soak
