#pragma once

#include <QString>

namespace nightjar {

/// A user of this computer with a password, made with useradd and removed again. Needs root.
class TestUser {
 public:
  TestUser();
  ~TestUser();
  TestUser(const TestUser &) = delete;
  TestUser &operator=(const TestUser &) = delete;

  /// Why there can be none here; empty where there is one.
  [[nodiscard]] QString missing() const { return m_missing; }
  [[nodiscard]] QString name() const { return m_name; }
  [[nodiscard]] QString password() const { return m_password; }

 private:
  QString m_missing;
  QString m_name;
  QString m_password;
};

}  // namespace nightjar
