#pragma once

#include <QDialog>

#include "core/choose/choose.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;

namespace nightjar {

/// "Advanced…": which packages, which Python, which variant, which indexes; who unpacks, and how many environments
/// stay.
class ChooseOptionsDialog : public QDialog {
  Q_OBJECT

 public:
  /// What a list shows, and what it stands for (an empty text: the program chooses).
  using Entries = QList<std::pair<QString, QString>>;

  /// `pythons` and `variants` are what there is to pick from; whatever `wishes` names is offered too.
  ChooseOptionsDialog(const Wishes &wishes, const QStringList &pythons, const QStringList &variants, QWidget *parent);
  [[nodiscard]] Wishes wishes() const;

 private:
  QComboBox *makeCombo(const QString &objectName, const QString &name, const Entries &entries, const QString &current);
  QLineEdit *makeAddress(const QString &objectName, const QString &name, const QString &text, const QString &usual);
  void checkIndex();

  Wishes m_wishes;
  QCheckBox *m_torchvision;
  QCheckBox *m_torchaudio;
  QComboBox *m_python;
  QComboBox *m_variant;
  QComboBox *m_installer;
  QComboBox *m_keep;
  QLineEdit *m_index;
  QLineEdit *m_stableIndex;
  QLabel *m_indexNote;
  QDialogButtonBox *m_buttons;
};

/// Whether `text` can be an index root: http or https with a host, or empty for the official one.
[[nodiscard]] bool isIndexUrl(const QString &text);

}  // namespace nightjar
