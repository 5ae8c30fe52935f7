# ThreadSanitizer. Debian's Qt is not instrumented: run with
# TSAN_OPTIONS=ignore_noninstrumented_modules=1 (tests/run does), else Qt's own locks are reported.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer" CACHE STRING "")
set(CMAKE_CXX_COMPILER_LAUNCHER ccache CACHE STRING "")
set(ZONESCOPE_SANITIZE "thread" CACHE STRING "")
set(ZONESCOPE_GUI OFF CACHE BOOL "") # the engine is what sanitizers look at; Qt is not instrumented
