#include <QRegularExpression>
#include <QUrl>

#include "core/choose/build_set.h"
#include "core/choose/recommendation.h"
#include "targets.h"

namespace nightjar::fuzz {

namespace {

RuntimeFacts aRuntime() {
  RuntimeFacts facts;
  facts.kind = QStringLiteral("host");
  facts.os = {"ubuntu", "22.04", "6.6", "x86_64", "glibc", "2.35"};
  facts.gpus = {{"nvidia", "Tesla T4", 15360, "7.5", "sm_75", {}}};
  facts.driver = Driver{"580.82.07", "13.0"};
  facts.pythons = {{"/usr/bin/python3.12", "3.12.4", false, true, true}};
  facts.disk = {"/root/nightjar", 66000000000};
  return facts;
}

// Versions and variants become part of addresses and argv.
bool isPlain(const QString &text) {
  static const QRegularExpression shape(QStringLiteral("\\A[0-9A-Za-z._+-]*\\z"));
  return shape.match(text).hasMatch();
}

void judge(const Catalogue &catalogue, qsizetype links) {
  static const RuntimeFacts facts = aRuntime();
  const QStringList packages{QStringLiteral("torch"), QStringLiteral("torchvision")};
  const QList<Build> builds = judgedBuilds(catalogue, {}, facts, packages).builds;
  require(builds.size() <= links, "no more builds than links");
  for (const Build &build : builds) {
    require(isPlain(build.torch) && isPlain(build.torchvision) && isPlain(build.variant),
            "versions and variants are plain");
    require(!build.torch.isEmpty(), "a build has a torch");
  }
  const int best = recommend(builds, facts, packages);
  require(best < builds.size(), "what is recommended is there");
  if (best >= 0) require(builds.at(best).fits != Fits::No && !builds.at(best).ended, "what is recommended fits");
  if (best >= 0) require(!whyRecommended(builds, best, facts, packages).isEmpty(), "a recommendation has its reasons");
  if (best < 0) require(!whyNone(builds, facts).isEmpty(), "that nothing fits has its reasons");
}

}  // namespace

// The first byte picks whether the page is the root's or a variant's; the rest is a page of torch and of torchvision.
void indexPage(const QByteArray &input) {
  const QByteArray bytes = input.mid(1);
  const IndexPage page = parseIndexPage(bytes);
  require(page.links.size() + page.notWheels + page.yanked + page.refusedAddresses == page.anchors,
          "every link is taken or counted");
  for (const IndexLink &link : page.links) {
    require(link.fileName.endsWith(".whl"), "a link is a wheel");
    const QUrl address =
        QUrl(QStringLiteral("https://index.example/whl/torch/")).resolved(QUrl::fromEncoded(link.href));
    require(
        !address.isValid() || address.scheme() == QLatin1String("https") || address.scheme() == QLatin1String("http"),
        "an address is http or https");
  }
  const QString variant = input.startsWith('v') ? QStringLiteral("cu130") : QString();
  const QUrl address(QStringLiteral("https://index.example/whl/"));
  CatalogueBuilder builder;
  builder.add(page, address, QStringLiteral("torch"), variant);
  builder.add(page, address, QStringLiteral("torchvision"), variant);
  judge(builder.take(), page.links.size());
}

}  // namespace nightjar::fuzz
