#include "ui/widgets/segmented_buttons.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace nightjar {

namespace {

QString placeOf(qsizetype at, qsizetype count) {
  if (count == 1) return QStringLiteral("only");
  if (at == 0) return QStringLiteral("first");
  return at == count - 1 ? QStringLiteral("last") : QStringLiteral("middle");
}

}  // namespace

SegmentedButtons::SegmentedButtons(const QList<Segment> &segments, QWidget *parent)
    : QWidget(parent), m_group(new QButtonGroup(this)) {
  auto *row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  for (qsizetype i = 0; i < segments.size(); ++i) {
    auto *button = new QToolButton(this);
    button->setObjectName(segments.at(i).objectName);
    button->setText(segments.at(i).text);
    button->setAccessibleName(QString(segments.at(i).text).remove(u'&'));
    button->setProperty("segment", placeOf(i, segments.size()));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::StrongFocus);
    m_group->addButton(button, static_cast<int>(i));
    row->addWidget(button);
  }
  row->addStretch(1);
  setCurrent(0);
  connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool on) {
    if (on) Q_EMIT currentChanged(id);
  });
}

int SegmentedButtons::current() const {
  return m_group->checkedId();
}

void SegmentedButtons::setCurrent(int position) {
  if (auto *button = m_group->button(position)) button->setChecked(true);
}

}  // namespace nightjar
