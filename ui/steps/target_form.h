#pragma once

#include <QWidget>
#include <optional>

#include "core/walk/target.h"

class QLabel;
class QLineEdit;
class QStackedWidget;

namespace nightjar {

class KeyValueGrid;
class SegmentedButtons;

/// Where should the nightly go? A pasted SSH address read while it is typed, this computer, or a practice runtime.
class TargetForm : public QWidget {
  Q_OBJECT
 public:
  explicit TargetForm(QWidget *parent);
  /// What is filled in now; nothing while it cannot be understood.
  [[nodiscard]] std::optional<Target> target() const { return m_target; }
  [[nodiscard]] QLineEdit *field() const { return m_field; }

 Q_SIGNALS:
  void targetChanged();

 private:
  void makeExplanations();
  QWidget *makeSshSide();
  QWidget *makeKeyRow(QWidget *parent);
  void read();
  void chooseKey();
  void showTarget(const Target &target);
  void showHint(const QString &text, bool wrong);

  SegmentedButtons *m_kind;
  QStackedWidget *m_sides;
  QLineEdit *m_field, *m_key;
  QLabel *m_hint;
  QWidget *m_readCard;
  KeyValueGrid *m_read;
  std::optional<Target> m_target;
};

}  // namespace nightjar
