#pragma once

#include "core/base/error.h"
#include "ui/widgets/card.h"

class QHBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace nightjar {

/// What happened, why, what to do; the raw details folded away, with Copy. Hidden until it has an error. Everything
/// is plain text.
class ErrorCard : public Card {
  Q_OBJECT
 public:
  explicit ErrorCard(QWidget *parent);
  void setError(const Error &error);  ///< shows the card
  void clear();                       ///< hides it
  [[nodiscard]] const Error &error() const { return m_error; }
  /// A way out, as a button under the text. `objectName` must differ on one page.
  QPushButton *addAction(const QString &objectName, const QString &text);

 private:
  void showDetails(bool shown);

  Error m_error;
  QLabel *m_what, *m_why, *m_fix;
  QToolButton *m_fold;
  QPlainTextEdit *m_details;
  QHBoxLayout *m_actions;
};

}  // namespace nightjar
