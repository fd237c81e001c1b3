#include "ui/widgets/key_value_grid.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/widgets/elided_label.h"

namespace nightjar {

namespace {

QWidget *valueOf(const KeyValue &row, QWidget *parent) {
  auto *both = new QWidget(parent);
  auto *layout = new QHBoxLayout(both);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space(1.5));
  auto *value = new ElidedLabel(row.value, TextSize::Body, Tone::Plain, both);
  layout->addWidget(value);
  // Where there is no room for both, what is said beside the value gives way.
  if (!row.extra.isEmpty()) value->setMinimumWidth(qMin(value->sizeHint().width(), space(30)));
  if (!row.extra.isEmpty()) layout->addWidget(new ElidedLabel(row.extra, TextSize::Body, row.tone, both));
  layout->addStretch(1);
  return both;
}

QFrame *line(QWidget *parent) {
  auto *frame = new QFrame(parent);
  frame->setProperty("line", true);
  frame->setFixedHeight(space(0.25));
  return frame;
}

}  // namespace

KeyValueGrid::KeyValueGrid(QWidget *parent) : QWidget(parent) {}

void KeyValueGrid::setRows(const QList<KeyValue> &rows) {
  qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
  delete layout();
  auto *grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(space(5));
  grid->setVerticalSpacing(space(1.4));
  grid->setColumnStretch(1, 1);
  int at = 0;
  for (const KeyValue &row : rows) {
    if (at > 0) grid->addWidget(line(this), at++, 0, 1, 2);
    auto *key = makeLabel(row.key, TextSize::Body, Tone::Muted, this);
    key->setWordWrap(false);
    key->setMinimumWidth(space(20));
    grid->addWidget(key, at, 0);
    grid->addWidget(valueOf(row, this), at++, 1);
  }
}

}  // namespace nightjar
