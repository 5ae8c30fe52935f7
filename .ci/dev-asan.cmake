# AddressSanitizer and UndefinedBehaviourSanitizer over everything we compile.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer" CACHE STRING "")
set(CMAKE_CXX_COMPILER_LAUNCHER ccache CACHE STRING "")
set(ZONESCOPE_SANITIZE "address,undefined" CACHE STRING "")
set(ZONESCOPE_GUI OFF CACHE BOOL "") # the engine is what sanitizers look at; Qt is not instrumented
