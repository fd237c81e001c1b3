#pragma once

#include <QDialog>

namespace nightjar {

/// The five steps in five sentences, the keys, and where more is written. Opened, not executed; deletes itself.
class HelpDialog : public QDialog {
  Q_OBJECT
 public:
  explicit HelpDialog(QWidget *parent);
};

}  // namespace nightjar
