#include "ui/wizard/sidebar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/wizard/step_delegate.h"
#include "ui/wizard/step_list_model.h"

namespace nightjar {

namespace {

/// The crescent of the program's icon, in the accent colour.
class Moon : public QWidget {
 public:
  explicit Moon(QWidget *parent) : QWidget(parent) { setFixedSize(space(5), space(5)); }

 protected:
  void paintEvent(QPaintEvent *event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = width();
    QPainterPath full, bite;
    full.addEllipse(QRectF(0.02, 0.05, 0.9, 0.9));
    bite.addEllipse(QRectF(-0.2, -0.06, 0.82, 0.82));
    painter.scale(side, side);
    painter.fillPath(full - bite, coloursOf(palette()).accent);
  }
};

QListView *makeList(StepListModel &steps, QWidget *parent) {
  auto *list = new QListView(parent);
  list->setObjectName(QStringLiteral("stepList"));
  list->setAccessibleName(Sidebar::tr("Steps"));
  list->setModel(&steps);
  list->setItemDelegate(new StepDelegate(list));
  list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list->setSelectionMode(QAbstractItemView::NoSelection);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->setSpacing(0);
  list->setResizeMode(QListView::Adjust);
  return list;
}

}  // namespace

Sidebar::Sidebar(StepListModel &steps, QWidget *parent) : QWidget(parent), m_list(makeList(steps, this)) {
  setObjectName(QStringLiteral("sidebar"));
  setFixedWidth(space(57));
  auto *brand = new QHBoxLayout;
  brand->setContentsMargins(space(2.5), 0, 0, 0);
  brand->setSpacing(space(1.5));
  brand->addWidget(new Moon(this));
  auto *name = makeLabel(QStringLiteral("Nightjar"), TextSize::Body, Tone::Plain, this);
  QFont font = fontOf(TextSize::Body, true);
  font.setPointSizeF(font.pointSizeF() * 1.15);
  name->setFont(font);
  brand->addWidget(name, 1);

  auto *help = new QPushButton(tr("&Help"), this);
  help->setObjectName(QStringLiteral("help"));
  help->setAccessibleName(tr("Help"));
  help->setProperty("quiet", true);
  connect(help, &QPushButton::clicked, this, &Sidebar::helpWanted);

  connect(m_list, &QListView::clicked, this, [this](const QModelIndex &at) { Q_EMIT stepPicked(at.row()); });
  connect(m_list, &QListView::activated, this, [this](const QModelIndex &at) { Q_EMIT stepPicked(at.row()); });

  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(space(3), space(5), space(3), space(3));
  column->setSpacing(space(4));
  column->addLayout(brand);
  column->addWidget(m_list, 1);
  column->addWidget(help, 0, Qt::AlignLeft);
}

void Sidebar::paintEvent(QPaintEvent *event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const Colours colours = coloursOf(palette());
  painter.fillRect(rect(), colours.sidebar);
  const int hair = space(0.25);
  painter.fillRect(QRect(width() - hair, 0, hair, height()), colours.border);
}

}  // namespace nightjar
