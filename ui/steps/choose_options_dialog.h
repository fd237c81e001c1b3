#pragma once

#include <QDialog>

#include "core/choose/choose.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace nightjar {

/// "Advanced…": which packages, which Python, which variant, which indexes.
class ChooseOptionsDialog : public QDialog {
  Q_OBJECT

 public:
  /// `pythons` and `variants` are what there is to pick from; whatever `wishes` names is offered too.
  ChooseOptionsDialog(const Wishes &wishes, const QStringList &pythons, const QStringList &variants, QWidget *parent);
  [[nodiscard]] Wishes wishes() const;

 private:
  QComboBox *makeCombo(const QString &objectName, const QString &name, const QStringList &values,
                       const QString &current);
  QLineEdit *makeAddress(const QString &objectName, const QString &name, const QString &text, const QString &usual);
  void checkIndex();

  Wishes m_wishes;
  QCheckBox *m_torchvision;
  QCheckBox *m_torchaudio;
  QComboBox *m_python;
  QComboBox *m_variant;
  QLineEdit *m_index;
  QLineEdit *m_stableIndex;
  QLabel *m_indexNote;
  QDialogButtonBox *m_buttons;
};

/// Whether `text` can be an index root: http or https with a host, or empty for the official one.
[[nodiscard]] bool isIndexUrl(const QString &text);

}  // namespace nightjar
