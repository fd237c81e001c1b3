#include "ui/steps/reason_list.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/widgets/window_words.h"

namespace nightjar {

namespace {

class MarkBox : public QWidget {
 public:
  MarkBox(Mark mark, Tone tone, QWidget *parent) : QWidget(parent), m_mark(mark), m_tone(tone) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  }
  [[nodiscard]] QSize sizeHint() const override { return {fontMetrics().height(), fontMetrics().height()}; }

 protected:
  void paintEvent(QPaintEvent *) override {
    QPainter painter(this);
    paintMark(painter, QRectF(rect()).adjusted(1, 1, -1, -1), m_mark, coloursOf(palette()).of(m_tone, palette()));
  }

 private:
  Mark m_mark;
  Tone m_tone;
};

}  // namespace

ReasonList::ReasonList(Mark mark, Tone tone, QWidget *parent)
    : QWidget(parent), m_mark(mark), m_tone(tone), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(space(1.5));
  m_grid->setVerticalSpacing(space(1));
  m_grid->setColumnStretch(1, 1);
}

void ReasonList::setReasons(const QStringList &reasons) {
  while (QLayoutItem *const item = m_grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (int row = 0; row < reasons.size(); ++row) {
    m_grid->addWidget(new MarkBox(m_mark, m_tone, this), row, 0, Qt::AlignTop);
    m_grid->addWidget(makeLabel(windowWords(reasons[row]), TextSize::Body, Tone::Plain, this), row, 1);
  }
  setVisible(!reasons.isEmpty());
}

}  // namespace nightjar
