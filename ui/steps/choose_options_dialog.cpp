#include "ui/steps/choose_options_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace nightjar {

namespace {

QCheckBox *makePackage(const QString &name, bool checked, QWidget *parent) {
  auto *const box = new QCheckBox(name, parent);
  box->setObjectName(QStringLiteral("package_") + name);
  box->setAccessibleName(name);
  box->setChecked(checked);
  return box;
}

using Entries = ChooseOptionsDialog::Entries;

/// Values that are their own names, after the one for "the program chooses".
Entries orAutomatic(const QStringList &values) {
  Entries entries{{ChooseOptionsDialog::tr("Automatic"), QString()}};
  for (const QString &value : values) entries.append({value, value});
  return entries;
}

QString keepText(const QString &wish) {
  const int keep = keptOf(wish);
  return keep == keepAll ? ChooseOptionsDialog::tr("All of them") : ChooseOptionsDialog::tr("The newest %n", "", keep);
}

/// A wish in the one spelling that keepEntries() knows.
QString keepWish(const QString &wish) {
  const int keep = keptOf(wish);
  if (keep == keptByDefault) return {};
  return keep == keepAll ? QStringLiteral("all") : QString::number(keep);
}

/// `current` is among them, also where it is none of the usual ones.
Entries keepEntries(const QString &current) {
  QStringList wishes{QString(), QStringLiteral("3"), QStringLiteral("5"), QStringLiteral("all")};
  if (!wishes.contains(current)) wishes.append(current);
  Entries entries;
  for (const QString &wish : wishes) entries.append({keepText(wish), wish});
  return entries;
}

}  // namespace

bool isIndexUrl(const QString &text) {
  if (text.isEmpty()) return true;
  const QUrl url(text, QUrl::StrictMode);
  const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  return url.isValid() && web && !url.host().isEmpty();
}

ChooseOptionsDialog::ChooseOptionsDialog(const Wishes &wishes, const QStringList &pythons, const QStringList &variants,
                                         QWidget *parent)
    : QDialog(parent), m_wishes(wishes) {
  setObjectName(QStringLiteral("chooseOptions"));
  setWindowTitle(tr("Advanced"));
  auto *const column = new QVBoxLayout(this);
  auto *const form = new QFormLayout;
  column->addLayout(form);
  auto *const torch = makePackage(QStringLiteral("torch"), true, this);
  torch->setEnabled(false);
  m_torchvision = makePackage(QStringLiteral("torchvision"), wishes.packages.contains("torchvision"), this);
  m_torchaudio = makePackage(QStringLiteral("torchaudio"), wishes.packages.contains("torchaudio"), this);
  form->addRow(tr("Packages"), torch);
  form->addRow(QString(), m_torchvision);
  form->addRow(QString(), m_torchaudio);
  const auto orEmpty = [](const QString &value) { return value == QLatin1String("auto") ? QString() : value; };
  m_python = makeCombo(QStringLiteral("python"), tr("Python"), orAutomatic(pythons), wishes.python);
  m_variant = makeCombo(QStringLiteral("variant"), tr("Variant"), orAutomatic(variants), orEmpty(wishes.variant));
  form->addRow(tr("&Python"), m_python);
  form->addRow(tr("&Variant"), m_variant);
  m_index = makeAddress(QStringLiteral("indexUrl"), tr("Index address"),
                        wishes.index == officialIndex() ? QString() : wishes.index, officialIndex());
  form->addRow(tr("&Index"), m_index);
  m_stableIndex = makeAddress(QStringLiteral("stableIndexUrl"), tr("Address of the index of stable releases"),
                              wishes.stableIndex, tr("Where no nightly fits; else the index's parent"));
  form->addRow(tr("&Stable releases"), m_stableIndex);
  m_indexNote = makeLabel({}, TextSize::Small, Tone::Bad, this);
  m_indexNote->setObjectName(QStringLiteral("indexNote"));
  form->addRow(QString(), m_indexNote);
  m_installer = makeCombo(QStringLiteral("installer"), tr("Install with"),
                          orAutomatic({QStringLiteral("pip"), QStringLiteral("uv")}), orEmpty(wishes.installer));
  m_keep = makeCombo(QStringLiteral("keep"), tr("Environments to keep"), keepEntries(keepWish(wishes.keep)),
                     keepWish(wishes.keep));
  form->addRow(tr("Ins&tall with"), m_installer);
  form->addRow(tr("Environments to &keep"), m_keep);
  m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Use these"));
  m_buttons->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("useOptions"));
  connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(m_buttons);
  checkIndex();
}

QComboBox *ChooseOptionsDialog::makeCombo(const QString &objectName, const QString &name, const Entries &entries,
                                          const QString &current) {
  auto *const combo = new QComboBox(this);
  combo->setObjectName(objectName);
  combo->setAccessibleName(name);
  for (const auto &[text, value] : entries) combo->addItem(text, value);
  if (!current.isEmpty() && combo->findData(current) < 0) combo->addItem(current, current);
  combo->setCurrentIndex(qMax(0, combo->findData(current)));
  return combo;
}

QLineEdit *ChooseOptionsDialog::makeAddress(const QString &objectName, const QString &name, const QString &text,
                                            const QString &usual) {
  auto *const field = new QLineEdit(text, this);
  field->setObjectName(objectName);
  field->setAccessibleName(name);
  field->setPlaceholderText(usual);
  field->setMinimumWidth(space(80));
  connect(field, &QLineEdit::textChanged, this, &ChooseOptionsDialog::checkIndex);
  return field;
}

void ChooseOptionsDialog::checkIndex() {
  const bool good = isIndexUrl(m_index->text().trimmed()) && isIndexUrl(m_stableIndex->text().trimmed());
  // Never hidden: its row is there beforehand, so the buttons do not move away under a pointer while somebody types.
  m_indexNote->setText(good ? QString() : tr("An address begins with https:// or http:// and a host name."));
  m_buttons->button(QDialogButtonBox::Ok)->setEnabled(good);
}

Wishes ChooseOptionsDialog::wishes() const {
  Wishes wishes = m_wishes;
  wishes.packages = {QStringLiteral("torch")};
  if (m_torchvision->isChecked()) wishes.packages += QStringLiteral("torchvision");
  if (m_torchaudio->isChecked()) wishes.packages += QStringLiteral("torchaudio");
  wishes.python = m_python->currentData().toString();
  wishes.variant = m_variant->currentIndex() == 0 ? QStringLiteral("auto") : m_variant->currentData().toString();
  wishes.index = m_index->text().trimmed();  // empty: the runtime's own, or the official one
  wishes.stableIndex = m_stableIndex->text().trimmed();
  wishes.installer = m_installer->currentData().toString();
  wishes.keep = m_keep->currentData().toString();
  return wishes;
}

}  // namespace nightjar
