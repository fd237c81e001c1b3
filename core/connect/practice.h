#pragma once

#include <memory>
#include <stop_token>

#include "core/base/result.h"
#include "core/walk/target.h"

namespace nightjar {

/// A throw-away runtime on this computer: its own OpenSSH server on loopback (where sshd is installed) and its own
/// small index with the nightly index's page format. Destroying it stops both and removes what it made, environments
/// included. Needs python3 on this computer.
class PracticeRuntime {
 public:
  /// `wheelsDir`: serve the wheels found there instead of samples made on the spot; empty for samples.
  [[nodiscard]] static Result<std::unique_ptr<PracticeRuntime>> start(const QString &wheelsDir, std::stop_token stop);
  ~PracticeRuntime();

  [[nodiscard]] bool hasSsh() const;                ///< false: no sshd here, use the local link and say note()
  [[nodiscard]] QString note() const;               ///< why hasSsh() is false, in a sentence; empty where it is true
  [[nodiscard]] Target sshTarget() const;           ///< 127.0.0.1, port, user, identity
  [[nodiscard]] ConnectOptions sshOptions() const;  ///< its own known_hosts and no ssh_config
  [[nodiscard]] QString indexUrl() const;           ///< "http://127.0.0.1:PORT/whl/nightly"
  [[nodiscard]] QString root() const;               ///< environment root, absolute, inside the practice folder
  [[nodiscard]] bool hasSamples() const;            ///< false with a wheels folder of real ones

 private:
  class Private;
  explicit PracticeRuntime(std::unique_ptr<Private> d);
  std::unique_ptr<Private> d;
};

}  // namespace nightjar
