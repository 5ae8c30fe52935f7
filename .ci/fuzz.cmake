# libFuzzer programs under tests/fuzz, with the libraries they link instrumented. Needs clang and libclang-rt-14-dev.
set(CMAKE_CXX_COMPILER clang++ CACHE STRING "")
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
# RapidJSON 1.1 compares its iterators in the way C++20 finds ambiguous; GCC does not mind.
set(CMAKE_CXX_FLAGS_DEBUG "-O2 -g1 -fno-omit-frame-pointer -Wno-ambiguous-reversed-operator" CACHE STRING "")
set(CMAKE_CXX_COMPILER_LAUNCHER ccache CACHE STRING "")
set(ZONESCOPE_SANITIZE "fuzzer-no-link,address,undefined" CACHE STRING "")
set(ZONESCOPE_FUZZ ON CACHE BOOL "")
# For the reader of pasted lists, which lies in ui; only the target fuzzers is built.
set(ZONESCOPE_GUI ON CACHE BOOL "")
set(CMAKE_EXE_LINKER_FLAGS "-fuse-ld=lld" CACHE STRING "")
