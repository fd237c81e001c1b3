#pragma once

#include <QPushButton>

namespace nightjar {

/// A button inside a card; `spoken` tells it from its likes on other cards.
inline QPushButton *smallButton(const QString &objectName, const QString &text, const QString &spoken,
                                QWidget *parent) {
  auto *button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAccessibleName(spoken);
  button->setProperty("small", true);
  return button;
}

}  // namespace nightjar
