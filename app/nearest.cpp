#include "app/nearest.h"

#include <QList>
#include <algorithm>

namespace nightjar {

namespace {

/// Levenshtein's distance: letters added, dropped or changed.
qsizetype distance(const QString &a, const QString &b) {
  QList<qsizetype> row(b.size() + 1);
  for (qsizetype j = 0; j <= b.size(); ++j) row[j] = j;
  for (qsizetype i = 1; i <= a.size(); ++i) {
    qsizetype diagonal = row[0];
    row[0] = i;
    for (qsizetype j = 1; j <= b.size(); ++j) {
      const qsizetype changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.last();
}

}  // namespace

QString nearest(const QString &word, const QStringList &candidates) {
  constexpr qsizetype longestWord = 40;  // nothing we know is longer; a pasted page need not be compared
  if (word.isEmpty() || word.size() > longestWord) return {};
  QString best;
  qsizetype bestDistance = std::max<qsizetype>(2, word.size() / 3) + 1;
  for (const QString &candidate : candidates) {
    const bool begun = word.size() > 1 && candidate.startsWith(word);
    const qsizetype d = begun ? 0 : distance(word, candidate);
    if (d < bestDistance && d < candidate.size()) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

}  // namespace nightjar
