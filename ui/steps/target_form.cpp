#include "ui/steps/target_form.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/connect/parse_target.h"
#include "ui/widgets/card.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/key_value_grid.h"
#include "ui/widgets/segmented_buttons.h"

namespace nightjar {

namespace {

// In the order of Target::Kind.
const QList<SegmentedButtons::Segment> kinds() {
  return {{QStringLiteral("kindSsh"), TargetForm::tr("&SSH")},
          {QStringLiteral("kindLocal"), TargetForm::tr("&This computer")},
          {QStringLiteral("kindPractice"), TargetForm::tr("&Practice")}};
}

/// Paths at home as people write them.
QString shortPath(const QString &path) {
  const QString home = QDir::homePath() + u'/';
  return path.startsWith(home) ? QStringLiteral("~/") + path.mid(home.size()) : path;
}

QWidget *explanation(const QString &title, const QString &text, QWidget *parent) {
  auto *page = new QWidget(parent);
  auto *column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  auto *card = new Card(page);
  auto *heading = makeLabel(title, TextSize::Body, Tone::Plain, card);
  heading->setFont(fontOf(TextSize::Body, true));
  card->body()->addWidget(heading);
  card->body()->addWidget(makeLabel(text, TextSize::Body, Tone::Muted, card));
  column->addWidget(card);
  column->addStretch(1);
  return page;
}

}  // namespace

TargetForm::TargetForm(QWidget *parent)
    : QWidget(parent), m_kind(new SegmentedButtons(kinds(), this)), m_sides(new QStackedWidget(this)) {
  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space(3.5));
  column->addWidget(m_kind);
  column->addWidget(m_sides);
  column->addStretch(1);
  m_sides->addWidget(makeSshSide());
  connect(m_kind, &SegmentedButtons::currentChanged, this, [this](int kind) {
    makeExplanations();
    m_sides->setCurrentIndex(kind);
    if (kind == static_cast<int>(Target::Kind::Ssh)) m_field->setFocus();
    read();
  });
  read();
}

// Only once somebody looks: laying out wrapped text is most of what the window's start takes.
void TargetForm::makeExplanations() {
  if (m_sides->count() > 1) return;
  m_sides->addWidget(explanation(
      tr("The machine you sit at"),
      tr("Everything happens in one folder of your home. Your own Pythons and environments stay as they are."), this));
  m_sides->addWidget(explanation(
      tr("See the walk before you rent a GPU"),
      tr("A throw-away runtime on this computer: a real SSH server where one is installed, a real environment, and "
         "small sample packages instead of gigabytes. It needs no internet and removes what it made."),
      this));
}

QWidget *TargetForm::makeSshSide() {
  auto *page = new QWidget(this);
  m_field = new QLineEdit(page);
  m_field->setObjectName(QStringLiteral("targetField"));
  m_field->setFont(monospaceFont());
  m_field->setPlaceholderText(tr("ssh root@203.0.113.12 -p 17445"));
  m_field->setClearButtonEnabled(true);
  m_field->setMaxLength(2000);
  auto *label = makeLabel(tr("Paste &what you were given, or type a host"), TextSize::Body, Tone::Plain, page);
  label->setBuddy(m_field);
  m_field->setAccessibleName(tr("Paste what you were given, or type a host"));
  m_hint = makeLabel({}, TextSize::Small, Tone::Muted, page);
  m_hint->setObjectName(QStringLiteral("targetHint"));
  auto *card = new Card(page);
  m_readCard = card;
  m_readCard->setObjectName(QStringLiteral("targetRead"));
  m_read = new KeyValueGrid(card);
  card->body()->addWidget(m_read);
  auto *column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space(1.5));
  column->addWidget(label);
  column->addWidget(m_field);
  column->addWidget(m_hint);
  column->addSpacing(space(1));
  column->addWidget(makeKeyRow(page));
  column->addSpacing(space(1));
  column->addWidget(m_readCard);
  column->addStretch(1);
  connect(m_field, &QLineEdit::textChanged, this, &TargetForm::read);
  return page;
}

QWidget *TargetForm::makeKeyRow(QWidget *parent) {
  auto *row = new QWidget(parent);
  m_key = new QLineEdit(row);
  m_key->setObjectName(QStringLiteral("keyField"));
  m_key->setAccessibleName(tr("Key file"));
  m_key->setPlaceholderText(tr("your agent and the usual keys"));
  m_key->setClearButtonEnabled(true);
  auto *label = makeLabel(tr("&Key file"), TextSize::Body, Tone::Plain, row);
  label->setWordWrap(false);
  label->setBuddy(m_key);
  auto *browse = new QPushButton(tr("Ch&oose…"), row);
  browse->setObjectName(QStringLiteral("keyChoose"));
  browse->setAccessibleName(tr("Choose a key file"));
  auto *layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space(2));
  layout->addWidget(label);
  layout->addWidget(m_key, 1);
  layout->addWidget(browse);
  connect(browse, &QPushButton::clicked, this, &TargetForm::chooseKey);
  connect(m_key, &QLineEdit::textChanged, this, &TargetForm::read);
  return row;
}

void TargetForm::chooseKey() {
  auto *dialog = new QFileDialog(this, tr("Choose a private key"), QDir::homePath() + QStringLiteral("/.ssh"));
  dialog->setObjectName(QStringLiteral("keyDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setFilter(QDir::Files | QDir::Hidden);
  connect(dialog, &QFileDialog::fileSelected, m_key, &QLineEdit::setText);
  dialog->open();
}

void TargetForm::read() {
  m_target.reset();
  const auto kind = static_cast<Target::Kind>(m_kind->current());
  if (kind != Target::Kind::Ssh) {
    m_target = Target{};
    m_target->kind = kind;
    m_target->text = kind == Target::Kind::Local ? QStringLiteral("local") : QStringLiteral("practice");
  } else if (m_field->text().trimmed().isEmpty()) {
    showHint(tr("An ssh command, user@host, an alias of your ssh_config, a tunnel address"), false);
  } else if (auto parsed = parseTarget(m_field->text()); !parsed) {
    showHint((parsed.error().what + u' ' + parsed.error().fix).trimmed(), true);
  } else {
    m_target = *parsed;
    if (!m_key->text().isEmpty()) m_target->identityFile = m_key->text();
    showHint({}, false);
    showTarget(*m_target);
  }
  m_readCard->setVisible(m_target && kind == Target::Kind::Ssh);
  Q_EMIT targetChanged();
}

void TargetForm::showHint(const QString &text, bool wrong) {
  m_hint->setText(foreignText(text));
  m_hint->setVisible(!text.isEmpty());
  setTone(m_hint, wrong ? Tone::Warn : Tone::Muted);
}

void TargetForm::showTarget(const Target &target) {
  if (target.kind != Target::Kind::Ssh) {
    m_read->setRows(
        {{tr("Runtime"), target.kind == Target::Kind::Local ? tr("this computer") : tr("practice"), {}, {}}});
    return;
  }
  const QString config = tr("from your ssh_config, else %1");
  m_read->setRows(
      {{tr("Host"), target.host, {}, Tone::Muted},
       {tr("Port"), target.port != 0 ? QString::number(target.port) : config.arg(22), {}, Tone::Muted},
       {tr("User"), target.user.isEmpty() ? config.arg(tr("your own name")) : target.user, {}, Tone::Muted},
       {tr("Key"),
        target.identityFile.isEmpty() ? tr("your agent, then the usual keys") : shortPath(target.identityFile),
        target.identityFile.isEmpty() ? QString() : tr("(then agent, then ask)"), Tone::Muted}});
}

}  // namespace nightjar
