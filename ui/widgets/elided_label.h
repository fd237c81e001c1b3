#pragma once

#include <QLabel>

#include "ui/theme/theme.h"

namespace nightjar {

/// One line of plain text that gives way with "…" instead of widening the window; the whole text is its tool tip.
class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  ElidedLabel(const QString &text, TextSize size, Tone tone, QWidget *parent, bool bold = false);
  void setWhole(const QString &text);
  [[nodiscard]] QString whole() const { return m_whole; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent *event) override;

 private:
  void elide();

  QString m_whole;
};

}  // namespace nightjar
