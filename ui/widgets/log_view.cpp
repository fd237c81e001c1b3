#include "ui/widgets/log_view.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QTimerEvent>
#include <cmath>

#include "ui/widgets/log_accessible.h"
#include "ui/widgets/log_row_layout.h"

namespace nightjar {

namespace {

constexpr qsizetype kSlice = 256 * 1024;            // bytes worked off before other events get their turn
constexpr int kRefreshMs = 16;                      // a screen's frame: more repaints nobody would see
constexpr qint64 kMostToCopy = 16LL * 1024 * 1024;  // what a clipboard takes without a pause

}  // namespace

LogView::LogView(QWidget *parent)
    : QAbstractScrollArea(parent), m_text(std::make_unique<LogLines>()), m_followButton(new QPushButton(viewport())) {
  installLogAccessibility();
  setObjectName(QStringLiteral("log"));
  setAccessibleName(tr("Log"));
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setCursor(Qt::IBeamCursor);
  viewport()->setBackgroundRole(QPalette::Base);
  m_followButton->setObjectName(QStringLiteral("followLog"));
  m_followButton->setText(tr("↓ Follow"));
  m_followButton->setAccessibleName(tr("Follow the log"));
  m_followButton->setToolTip(tr("Scroll to the end and stay there"));
  m_followButton->setCursor(Qt::ArrowCursor);
  m_followButton->setFont(QGuiApplication::font());
  m_followButton->setProperty("small", true);
  m_followButton->hide();
  connect(m_followButton, &QPushButton::clicked, this, [this] { setFollowing(true); });
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::scrolled);
  measure();
}

void LogView::append(const QByteArray &raw) {
  m_waiting.append(raw);
  if (!m_sliceTimer.isActive()) takeSlice();
}

void LogView::takeSlice() {
  const qsizetype size = qMin(m_waiting.size(), kSlice);
  const bool kept = m_text->append(QByteArrayView(m_waiting).first(size));
  if (size == m_waiting.size()) {
    m_waiting.clear();
    m_sliceTimer.stop();
  } else {
    m_waiting.remove(0, size);
    if (!m_sliceTimer.isActive()) m_sliceTimer.start(0, this);
  }
  if (!kept && !std::exchange(m_spoolFailed, true)) {
    Q_EMIT notice(
        tr("The rest of the log is not shown: the temporary folder does not take it (%1).").arg(m_text->problem()));
  }
  if (!m_refreshTimer.isActive()) m_refreshTimer.start(kRefreshMs, this);
  Q_EMIT appended();
}

void LogView::clear() {
  m_text = std::make_unique<LogLines>();
  m_waiting.clear();
  m_sliceTimer.stop();
  m_selection = {};
  m_widestSeen = 0;
  m_spoolFailed = false;
  Q_EMIT cleared();
  setFollowing(true);
}

void LogView::setFollowing(bool following) {
  const bool changed = std::exchange(m_following, following) != following;
  refresh();
  if (changed) Q_EMIT followingChanged(following);
}

void LogView::refresh() {
  m_refreshTimer.stop();
  m_refreshing = true;
  QScrollBar *const vertical = verticalScrollBar();
  vertical->setRange(0, static_cast<int>(qMax<qint64>(0, m_text->rowCount() - visibleRows())));
  vertical->setPageStep(visibleRows());
  if (m_following) vertical->setValue(vertical->maximum());
  const qreal width = qMax(m_widestSeen, m_charWidth * static_cast<qreal>(m_text->widest())) + 2 * margin();
  QScrollBar *const horizontal = horizontalScrollBar();
  horizontal->setRange(0, qMax(0, static_cast<int>(std::ceil(width)) - viewport()->width()));
  horizontal->setPageStep(viewport()->width());
  horizontal->setSingleStep(static_cast<int>(4 * m_charWidth));
  m_refreshing = false;
  placeFollowButton();
  viewport()->update();
}

void LogView::scrolled() {
  viewport()->update();
  if (m_refreshing) return;
  const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
  if (atEnd != m_following) setFollowing(atEnd);
}

void LogView::measure() {
  const QFontMetricsF metrics(font());
  m_rowHeight = qMax(1, static_cast<int>(std::ceil(metrics.lineSpacing())));
  m_charWidth = metrics.horizontalAdvance(QLatin1Char('x'));
  refresh();
}

int LogView::margin() const {
  return static_cast<int>(m_charWidth);
}

qint64 LogView::firstVisibleRow() const {
  return verticalScrollBar()->value();
}

int LogView::visibleRows() const {
  return qMax(1, viewport()->height() / m_rowHeight);
}

QString LogView::visibleText() const {
  return m_text->between({firstVisibleRow(), 0}, clamped(*m_text, {firstVisibleRow() + visibleRows(), 0}));
}

void LogView::paintEvent(QPaintEvent *) {
  QPainter painter(viewport());
  painter.setPen(palette().color(QPalette::Text));
  const QList<LogRow> rows = m_text->rows(firstVisibleRow(), visibleRows() + 1);
  QPointF at(margin() - horizontalScrollBar()->value(), 0);
  qreal widest = m_widestSeen;
  for (qsizetype i = 0; i < rows.size(); ++i, at.ry() += m_rowHeight) {
    LogRowLayout layout(rows[i].text, font());
    layout.mark(m_marked, palette());
    if (const auto columns = m_selection.columnsOf(firstVisibleRow() + i, rows[i].text.size())) {
      layout.select(columns->first, columns->second, palette());
    }
    layout.paint(painter, at);
    widest = qMax(widest, layout.width());
  }
  // Wide characters make a row longer than its count of characters tells; the scroll bar learns it here.
  if (widest > std::exchange(m_widestSeen, widest) && !m_refreshTimer.isActive())
    m_refreshTimer.start(kRefreshMs, this);
}

void LogView::resizeEvent(QResizeEvent *event) {
  QAbstractScrollArea::resizeEvent(event);
  refresh();
}

void LogView::changeEvent(QEvent *event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::FontChange) measure();
}

void LogView::placeFollowButton() {
  m_followButton->setVisible(!m_following);
  m_followButton->resize(m_followButton->sizeHint());
  const QPoint corner(viewport()->width() - m_followButton->width(), viewport()->height() - m_followButton->height());
  m_followButton->move(corner - QPoint(margin(), margin()));
}

void LogView::setMarked(const QString &needle) {
  m_marked = needle;
  viewport()->update();
}

QString LogView::selectedText() const {
  return m_selection.isEmpty() ? QString() : m_text->between(m_selection.from(), m_selection.to());
}

void LogView::select(const LogSelection &selection) {
  m_selection = selection;
  viewport()->update();
}

void LogView::ensureVisible(LogPosition position) {
  QScrollBar *const vertical = verticalScrollBar();
  if (m_refreshTimer.isActive()) refresh();
  if (position.row < vertical->value() || position.row >= vertical->value() + visibleRows()) {
    vertical->setValue(static_cast<int>(qMax<qint64>(0, position.row - visibleRows() / 2)));
  }
  const LogRowLayout layout(m_text->row(position.row).text, font());
  QScrollBar *const horizontal = horizontalScrollBar();
  const int x = static_cast<int>(layout.xOf(position.column)) + margin();
  if (x < horizontal->value() + margin()) horizontal->setValue(x - viewport()->width() / 4);
  if (x > horizontal->value() + viewport()->width() - margin()) horizontal->setValue(x - viewport()->width() * 3 / 4);
}

void LogView::selectAll() {
  select({{}, m_text->end()});
}

void LogView::copy() {
  const LogSelection what = m_selection.isEmpty() ? LogSelection{{}, m_text->end()} : m_selection;
  if (m_text->roughSize(what.from(), what.to()) > kMostToCopy) {
    Q_EMIT notice(tr("That is too much for the clipboard. Save the log to a file instead."));
    return;
  }
  QGuiApplication::clipboard()->setText(m_text->between(what.from(), what.to()));
}

}  // namespace nightjar
