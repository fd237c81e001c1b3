#pragma once

#include <QByteArray>
#include <chrono>
#include <optional>

#include "core/base/error.h"

namespace nightjar {

/// What goes down the link first: the header line and the agent's zip, as resources/bootstrap/loader.py reads them.
[[nodiscard]] QByteArray bootstrapPayload();

/// Why no agent answered, read from what came instead: no python3, cmd.exe, a proxy that wants a PTY, a login file
/// that ends the shell.
[[nodiscard]] Error noAgent(const QByteArray &out, const QByteArray &err, std::optional<int> exitStatus);

/// The agent was there and is gone.
[[nodiscard]] Error lostAgent(const QByteArray &err);
/// The login shell has run for `silence` and started no agent.
[[nodiscard]] Error silentLogin(std::chrono::milliseconds silence, const QByteArray &out, const QByteArray &err);
/// The link still stands, and nothing came through it for that long.
[[nodiscard]] Error silentAgent(std::chrono::milliseconds silence, const QByteArray &err);

}  // namespace nightjar
