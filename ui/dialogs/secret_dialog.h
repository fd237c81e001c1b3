#pragma once

#include <QDialog>

#include "core/base/prompter.h"

class QLineEdit;

namespace nightjar {

/// Asks for a passphrase, a password or the answer to a server's own question. Nothing is kept or stored.
class SecretDialog : public QDialog {
  Q_OBJECT
 public:
  SecretDialog(const SecretQuestion &question, QWidget *parent);
  [[nodiscard]] QString secret() const;

 private:
  QLineEdit *m_field;
};

}  // namespace nightjar
