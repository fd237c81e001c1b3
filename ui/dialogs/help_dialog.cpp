#include "ui/dialogs/help_dialog.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/key_value_grid.h"

namespace nightjar {

HelpDialog::HelpDialog(QWidget *parent) : QDialog(parent) {
  setObjectName(QStringLiteral("helpDialog"));
  setWindowTitle(tr("Help"));
  setAttribute(Qt::WA_DeleteOnClose);
  setMinimumWidth(space(140));
  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(space(6), space(5), space(6), space(4));
  column->setSpacing(space(3));
  column->addWidget(
      makeLabel(tr("From a bare GPU machine to a nightly that works"), TextSize::Heading, Tone::Plain, this));
  auto *steps = new KeyValueGrid(this);
  steps->setRows({{tr("Connect"), tr("Say where: an SSH address, this computer, or a practice runtime."), {}, {}},
                  {tr("Detect"), tr("See what the machine has: GPU, driver, Python, space."), {}, {}},
                  {tr("Choose"), tr("Take the recommended nightly, or pick another one."), {}, {}},
                  {tr("Install"), tr("A new environment is built beside the present one."), {}, {}},
                  {tr("Verify"), tr("It is tried on the GPU, and only then put to use."), {}, {}}});
  column->addWidget(steps);
  column->addWidget(makeLabel(tr("Keys"), TextSize::Body, Tone::Muted, this));
  auto *keys = new KeyValueGrid(this);
  keys->setRows({{tr("Enter"), tr("the button at the bottom right"), {}, {}},
                 {tr("Esc"), tr("cancel what is under way, else one step back"), {}, {}},
                 {tr("Tab"), tr("steps, page, buttons"), {}, {}}});
  column->addWidget(keys);
  column->addWidget(
      makeLabel(tr("Nightjar %1. The same in a terminal: nightjar --help").arg(QCoreApplication::applicationVersion()),
                TextSize::Small, Tone::Muted, this));
  auto *close = new QPushButton(tr("&Close"), this);
  close->setObjectName(QStringLiteral("helpClose"));
  close->setAccessibleName(tr("Close"));
  close->setDefault(true);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  column->addWidget(close, 0, Qt::AlignRight);
}

}  // namespace nightjar
