#include "ui/widgets/log_panel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/log_saver.h"
#include "ui/widgets/log_search.h"
#include "ui/widgets/log_view.h"

namespace nightjar {

LogPanel::LogPanel(QWidget *parent)
    : QWidget(parent), m_view(new LogView(this)), m_search(new LogSearch(m_view)), m_saver(new LogSaver(m_view)) {
  m_view->setFont(monospaceFont());
  auto *const column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space(2));
  column->addWidget(makeToolbar());
  column->addWidget(m_view, 1);
  m_notice = makeLabel(QString(), TextSize::Small, Tone::Muted, this);
  m_notice->setObjectName(QStringLiteral("logNotice"));
  m_notice->hide();
  column->addWidget(m_notice);

  connect(m_view, &LogView::notice, this, &LogPanel::say);
  connect(m_view, &LogView::cleared, this, [this] { say({}); });
  connect(m_view, &LogView::saveRequested, this, &LogPanel::askWhereToSave);
  connect(m_view, &LogView::findRequested, m_find, [this] {
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
  });
  connect(m_search, &LogSearch::changed, this, &LogPanel::showCount);
  connect(m_saver, &LogSaver::saved, this, [this](const QString &path) { say(tr("Saved to %1.").arg(path)); });
  connect(m_saver, &LogSaver::failed, this, [this](const QString &path, const QString &why) {
    say(tr("The log could not be saved to %1: %2").arg(path, why));
  });
  const auto shortcut = [this](const QKeySequence &keys) {
    return new QShortcut(keys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
  };
  connect(shortcut(QKeySequence::FindNext), &QShortcut::activated, m_search, &LogSearch::next);
  connect(shortcut(QKeySequence::FindPrevious), &QShortcut::activated, m_search, &LogSearch::previous);
  showCount();
}

QWidget *LogPanel::makeToolbar() {
  auto *const bar = new QWidget(this);
  auto *const row = new QHBoxLayout(bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space(2));
  m_find = new QLineEdit(bar);
  m_find->setObjectName(QStringLiteral("logFind"));
  m_find->setAccessibleName(tr("Find in the log"));
  m_find->setPlaceholderText(tr("Find in the log"));
  m_find->setClearButtonEnabled(true);
  m_find->installEventFilter(this);
  connect(m_find, &QLineEdit::textChanged, m_search, &LogSearch::setNeedle);
  m_count = makeLabel(QString(), TextSize::Small, Tone::Muted, bar);
  m_count->setObjectName(QStringLiteral("logFindCount"));
  m_count->setWordWrap(false);
  m_previous = makeStep(QStringLiteral("logFindPrevious"), Qt::UpArrow, tr("Previous match"));
  m_next = makeStep(QStringLiteral("logFindNext"), Qt::DownArrow, tr("Next match"));
  connect(m_previous, &QToolButton::clicked, m_search, &LogSearch::previous);
  connect(m_next, &QToolButton::clicked, m_search, &LogSearch::next);
  auto *const copy = new QPushButton(tr("Copy"), bar);
  copy->setObjectName(QStringLiteral("logCopy"));
  copy->setAccessibleName(tr("Copy the log, or what is selected in it"));
  copy->setProperty("small", true);
  connect(copy, &QPushButton::clicked, m_view, &LogView::copy);
  auto *const save = new QPushButton(tr("Save…"), bar);
  save->setObjectName(QStringLiteral("logSave"));
  save->setAccessibleName(tr("Save the log to a file"));
  save->setProperty("small", true);
  connect(save, &QPushButton::clicked, this, &LogPanel::askWhereToSave);
  row->addWidget(m_find, 1);
  for (QWidget *widget : std::initializer_list<QWidget *>{m_count, m_previous, m_next, copy, save}) {
    row->addWidget(widget);
  }
  return bar;
}

QToolButton *LogPanel::makeStep(const QString &objectName, Qt::ArrowType arrow, const QString &name) {
  auto *const button = new QToolButton(this);
  button->setObjectName(objectName);
  button->setArrowType(arrow);
  button->setAccessibleName(name);
  button->setToolTip(name);
  button->setProperty("quiet", true);
  return button;
}

// Enter and Esc belong to the field while it is in use: the window around it has its own idea of both.
bool LogPanel::eventFilter(QObject *watched, QEvent *event) {
  const bool press = event->type() == QEvent::KeyPress;
  if (watched != m_find || (!press && event->type() != QEvent::ShortcutOverride)) {
    return QWidget::eventFilter(watched, event);
  }
  auto *const key = static_cast<QKeyEvent *>(event);
  const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
  const bool clears = key->key() == Qt::Key_Escape && !m_find->text().isEmpty();
  if (!enter && !clears) return QWidget::eventFilter(watched, event);
  event->accept();
  if (!press) return true;
  if (clears) {
    m_find->clear();
  } else if (key->modifiers().testFlag(Qt::ShiftModifier)) {
    m_search->previous();
  } else {
    m_search->next();
  }
  return true;
}

void LogPanel::showCount() {
  const bool asked = !m_search->needle().isEmpty();
  const QLocale locale;
  QString text = locale.toString(m_search->count());
  if (m_search->isFull()) text += QLatin1Char('+');
  if (m_search->current() >= 0) text = tr("%1 of %2").arg(locale.toString(m_search->current() + 1), text);
  if (m_search->count() == 0) text = m_search->isLooking() ? tr("looking…") : tr("not found");
  m_count->setText(text);
  for (QWidget *widget : std::initializer_list<QWidget *>{m_count, m_previous, m_next}) widget->setVisible(asked);
}

void LogPanel::askWhereToSave() {
  auto *const dialog = new QFileDialog(this, tr("Save the log"));
  dialog->setObjectName(QStringLiteral("logSaveDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("log"));
  dialog->selectFile(QStringLiteral("nightjar.log"));
  connect(dialog, &QFileDialog::fileSelected, this, &LogPanel::save);
  dialog->open();
}

void LogPanel::save(const QString &path) {
  m_saver->save(path);
}

void LogPanel::say(const QString &sentence) {
  m_notice->setText(sentence);
  m_notice->setVisible(!sentence.isEmpty());
}

}  // namespace nightjar
