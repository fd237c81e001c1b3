#pragma once

#include <QLayout>
#include <QWidget>

namespace nightjar {

/// Takes every widget out of `layout` and deletes it once the event under way is over: it may be the sender's.
inline void emptyLayout(QLayout &layout) {
  while (QLayoutItem *item = layout.takeAt(0)) {
    if (QWidget *widget = item->widget()) {
      widget->hide();
      widget->deleteLater();
    }
    delete item;
  }
}

}  // namespace nightjar
