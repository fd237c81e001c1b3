#pragma once

#include <QPainter>
#include <QWidget>

#include "ui/theme/theme.h"

namespace nightjar {

/// The marks that stand for a state, drawn by code so that they are sharp at every scale.
enum class Mark { None, Dot, Ring, Tick, Cross, Dash, Warning };
void paintMark(QPainter &painter, const QRectF &box, Mark mark, const QColor &colour);

/// A mark and a word beside it: "● verified yesterday", "✓ ready". The mark never stands for itself: the text says it.
class StatusLabel : public QWidget {
  Q_OBJECT
 public:
  explicit StatusLabel(QWidget *parent);
  void setStatus(Mark mark, Tone tone, const QString &text);
  [[nodiscard]] QString text() const { return m_text; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent *event) override;

 private:
  Mark m_mark = Mark::None;
  Tone m_tone = Tone::Plain;
  QString m_text;
};

}  // namespace nightjar
