# make run    install what is missing, build, show this machine's IPC
# make test   install what is missing, build, run the tests
# The rest is listed by `make help`.

SWIFT ?= swift
PYTHON ?= /usr/bin/python3

.PHONY: help run release build-deps test-deps test check lint format bench bench-small sanitize clean

help:
	@echo "run          build ipctool and show this machine's IPC"
	@echo "test         build and run the tests"
	@echo "check        all that CI checks: lint, test, bench-small"
	@echo "release      build .build/release/ipctool"
	@echo "bench        compare speed with lsipc and ipcs"
	@echo "format       format the sources"
	@echo "sanitize     the tests under the thread and address sanitizers"

run: release
	@.build/release/ipctool

# The C++ runtime that Swift's own needs is linked statically too, so that glibc and libcap are all the
# program asks for: a directory that holds the archive alone is searched before those with the .so.
STATIC_CXX := $(lastword $(sort $(wildcard /usr/lib/gcc/*/*/libstdc++.a)))
RELEASE_FLAGS := -c release --product ipctool --static-swift-stdlib \
	-Xswiftc -Xclang-linker -Xswiftc -static-libgcc -Xlinker --gc-sections -Xlinker -s
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
	  lsipc:util-linux lsfd:util-linux-extra lsof:lsof strace:strace script:bsdutils \
	  $(PYTHON):python3 /usr/share/doc/python3-venv:python3-venv
	@.ci/install-witnesses $(PYTHON) .build/witnesses

test: test-deps
	$(SWIFT) test

check: lint test bench-small

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

bench: release bench-deps
	Benchmarks/compare

bench-small: release bench-deps
	Benchmarks/compare --small

.PHONY: bench-deps
bench-deps:
	@.ci/install-missing hyperfine:hyperfine lsipc:util-linux ipcs:util-linux

sanitize: test-deps
	$(SWIFT) test --sanitize=thread --scratch-path .build-thread
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --sanitize=address --scratch-path .build-address

clean:
	rm -rf .build .build-thread .build-address
