#pragma once

#include <QTest>

#include "core/runtime/ssh_link.h"
#include "tests/support/test_sshd.h"

namespace nightjar {

/// Everything a program wrote, until it ended.
struct Collected {
  QByteArray out;
  QByteArray err;
  std::optional<int> exitStatus;
  QByteArray exitSignal;
  bool closed = false;
};

inline Collected collect(Link &link, std::chrono::milliseconds patience = std::chrono::seconds(60)) {
  Collected all;
  while (!all.closed) {
    auto chunk = link.read(patience, {});
    if (!chunk || (chunk->out.isEmpty() && chunk->err.isEmpty() && !chunk->closed)) break;
    all.out += chunk->out;
    all.err += chunk->err;
    all.exitStatus = chunk->exitStatus;
    all.exitSignal = chunk->exitSignal;
    all.closed = chunk->closed;
  }
  return all;
}

inline QString text(const Error &error) {
  return QStringList{error.what, error.why, error.fix, error.details}.join(u'\n');
}

inline Result<std::unique_ptr<Link>> open(const Target &target, const ConnectOptions &options, Prompter &prompter,
                                          const QByteArray &command = "true", std::stop_token stop = {}) {
  return openSshLink(target, options, command, prompter, {}, stop);
}

}  // namespace nightjar

/// Ends the test where `expression` gives an error, and shows it.
#define MUST(expression)                                          \
  do {                                                            \
    const auto &must_ = (expression);                             \
    if (!must_) QFAIL(qPrintable(nightjar::text(must_.error()))); \
  } while (false)
/// Checks that `expression` failed with `expectedFault` and that its words contain `words`.
#define MUST_FAIL(expression, expectedFault, words)                                               \
  do {                                                                                            \
    const auto &must_ = (expression);                                                             \
    QVERIFY(!must_);                                                                              \
    const QString text_ = nightjar::text(must_.error());                                          \
    QVERIFY2(must_.error().fault == (expectedFault) && text_.contains(words), qPrintable(text_)); \
  } while (false)
