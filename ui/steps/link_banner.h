#pragma once

#include "core/base/error.h"
#include "ui/widgets/card.h"

class QLabel;
class QToolButton;

namespace nightjar {

/// While the link to the runtime is down: that the job goes on, when the next try is, and, folded away, why. Calm, and
/// hidden where the link stands.
class LinkBanner : public Card {
  Q_OBJECT
 public:
  explicit LinkBanner(QWidget *parent);
  /// The next try is `retrySeconds` after `now` (milliseconds of any steady clock).
  void showLost(const Error &error, int retrySeconds, qint64 now);
  void tick(qint64 now);
  [[nodiscard]] bool isLost() const { return m_lost; }
  void clear();

 private:
  bool m_lost = false;
  qint64 m_tryAt = 0;
  QLabel *m_text, *m_why;
  QToolButton *m_fold;
};

}  // namespace nightjar
