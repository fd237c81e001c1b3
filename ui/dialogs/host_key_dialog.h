#pragma once

#include <QDialog>

#include "core/base/prompter.h"

namespace nightjar {

/// "Is this the right machine?": the fingerprint to compare. No is the default, Enter and Esc included.
class HostKeyDialog : public QDialog {
  Q_OBJECT
 public:
  HostKeyDialog(const HostKeyQuestion &question, QWidget *parent);
};

}  // namespace nightjar
