#pragma once

#include <QByteArray>
#include <QList>

namespace nightjar::fuzz {

/// What a fuzzer feeds with bytes from anywhere. A promise that does not hold ends the program (see require), as a
/// crash would.
struct Target {
  const char *name;  ///< also the folder of its corpus
  void (*run)(const QByteArray &input);
};

/// To add one: a function in a file of its own, and a row.
[[nodiscard]] const QList<Target> &targets();

void indexPage(const QByteArray &input);
void wheelName(const QByteArray &input);
void facts(const QByteArray &input);
void frames(const QByteArray &input);
void savedFacts(const QByteArray &input);
void metadata(const QByteArray &input);
void smiTexts(const QByteArray &input);
void lock(const QByteArray &input);
void tar(const QByteArray &input);

/// Ends the program with `promise` on stderr where it does not hold.
void require(bool holds, const char *promise);

}  // namespace nightjar::fuzz
