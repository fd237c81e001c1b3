#pragma once

#include <utility>
#include <variant>

#include "core/base/error.h"

namespace nightjar {

/// A value, or the Error that stands in its place. Reading the side that is not there throws std::bad_variant_access:
/// a programming error, never a way to report one.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] explicit operator bool() const { return m_content.index() == 0; }

  [[nodiscard]] T &operator*() & { return std::get<0>(m_content); }
  [[nodiscard]] const T &operator*() const & { return std::get<0>(m_content); }
  [[nodiscard]] T &&operator*() && { return std::get<0>(std::move(m_content)); }
  [[nodiscard]] T *operator->() { return &std::get<0>(m_content); }
  [[nodiscard]] const T *operator->() const { return &std::get<0>(m_content); }

  [[nodiscard]] const Error &error() const { return std::get<1>(m_content); }

 private:
  std::variant<T, Error> m_content;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)), m_ok(false) {}

  [[nodiscard]] explicit operator bool() const { return m_ok; }
  [[nodiscard]] const Error &error() const { return m_error; }

 private:
  Error m_error;
  bool m_ok = true;
};

}  // namespace nightjar
