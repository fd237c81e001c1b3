#pragma once

#include "core/base/result.h"
#include "ui/widgets/card.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace nightjar {

/// "Save as profile": a name, and what came of it.
class SaveProfileCard : public Card {
  Q_OBJECT

 public:
  explicit SaveProfileCard(QWidget *parent);
  /// `saved`: the runtime is a profile already, under `name`; else `name` is a suggestion.
  void showName(const QString &name, bool saved);
  void showOutcome(const QString &name, const Result<void> &outcome);

 Q_SIGNALS:
  void saveAsked(const QString &name);

 protected:
  bool eventFilter(QObject *watched, QEvent *event) override;

 private:
  void ask();

  QLineEdit *m_name;
  QPushButton *m_save;
  QLabel *m_note;
};

}  // namespace nightjar
