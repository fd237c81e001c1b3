# One static library a folder, so that the arrows of the house are link lines the compiler checks.
#   house_library(NAME SOURCES … [USES …] [PRIVATE_USES …])
function(house_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  add_library(nightjar-${name} STATIC ${ARG_SOURCES})
  target_include_directories(nightjar-${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(nightjar-${name} PUBLIC ${ARG_USES} PRIVATE ${ARG_PRIVATE_USES} house-options)
  house_precompiled(nightjar-${name})
endfunction()

# What our own code is compiled with: every warning is an error (for us, not for who only wants to run it with a
# compiler we have not met), QString only through the explicit ways.
option(NIGHTJAR_WARNINGS_ARE_ERRORS "Stop at a compiler warning" ON)
add_library(house-options INTERFACE)
target_compile_options(house-options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                                               -Wold-style-cast -Woverloaded-virtual
                                               $<$<BOOL:${NIGHTJAR_WARNINGS_ARE_ERRORS}>:-Werror>)
target_compile_definitions(house-options INTERFACE QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH
                                                   QT_DISABLE_DEPRECATED_BEFORE=0x060400)

# Reading Qt's headers is most of the time a file takes: they are read once for all, in one form for code with widgets
# and one for code without.
file(WRITE ${PROJECT_BINARY_DIR}/empty.cpp "")
foreach(part Core Widgets)
  add_library(precompiled-${part} STATIC ${PROJECT_BINARY_DIR}/empty.cpp)
  set_target_properties(precompiled-${part} PROPERTIES AUTOMOC OFF)
  target_link_libraries(precompiled-${part} PRIVATE Qt6::${part} house-options)
  target_precompile_headers(precompiled-${part} PRIVATE <Qt${part}> <functional> <memory> <stop_token> <variant>)
endforeach()

#   house_precompiled(TARGET): the form that fits what TARGET links.
function(house_precompiled target)
  get_target_property(links ${target} LINK_LIBRARIES)
  if(links MATCHES "Widgets|nightjar-ui")
    target_precompile_headers(${target} REUSE_FROM precompiled-Widgets)
  else()
    target_precompile_headers(${target} REUSE_FROM precompiled-Core)
  endif()
endfunction()

#   house_test(NAME SOURCES … USES …): one QtTest program, run offscreen by CTest. LABELS to pick it by.
function(house_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;USES;LABELS" ${ARGN})
  add_executable(test-${name} ${ARG_SOURCES})
  target_link_libraries(test-${name} PRIVATE ${ARG_USES} Qt6::Test house-options)
  house_precompiled(test-${name})
  target_compile_definitions(test-${name} PRIVATE NIGHTJAR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND test-${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
                       ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
endfunction()
