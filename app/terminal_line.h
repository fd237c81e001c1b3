#pragma once

#include <QByteArray>
#include <optional>
#include <stop_token>

namespace nightjar {

/// Shows `prompt` on the terminal `device` and waits for one line, which comes back without its line end. `echo` false
/// hides what is typed; the terminal is as it was when this returns, whatever ended it. What was typed before the
/// question is dropped: it was not meant as the answer. Nothing when there is no terminal, at its end, once `stop` is
/// requested, or on SIGINT, SIGTERM, SIGHUP or SIGQUIT: these request `stop` themselves, so that the caller can tell,
/// and are raised again once the terminal is restored. POSIX only. Any thread, one question at a time.
[[nodiscard]] std::optional<QByteArray> askLine(const QByteArray &device, const QByteArray &prompt, bool echo,
                                                std::stop_source stop);

/// Whether `device` can be opened and is a terminal.
[[nodiscard]] bool isTerminal(const QByteArray &device);

}  // namespace nightjar
