#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/base/text.h"
#include "core/choose/page_cache.h"
#include "core/choose/wheel_name.h"
#include "core/detect/facts_reader.h"

namespace nightjar {

namespace {

QString verdict(const Build &build) {
  switch (build.fits) {
    case Fits::Yes: return Text::tr("fits");
    case Fits::Warning: return Text::tr("fits, with a warning");
    case Fits::No: return Text::tr("does not fit");
  }
  return {};
}

/// `size` is that of the recommended build's wheels; empty where it is not known.
void describe(const BuildList &list, const QString &size, Output &out) {
  if (list.sample) {
    out.line(Text::tr("These are practice samples, not PyTorch."));
  }
  if (list.recommended >= 0) {
    const Build &build = list.builds[list.recommended];
    out.line(nightlyDate(build.torch.toLatin1()).isValid()
                 ? Text::tr("Recommended: nightly of %1, %2").arg(build.date.toString(Qt::ISODate), build.variant)
                 : Text::tr("Recommended: %1").arg(build.id));
  }
  for (const QString &reason : list.why) {
    out.line("  " + reason);
  }
  if (!size.isEmpty()) {
    out.line("  " + size);
  }
  if (!list.alternatives.isEmpty()) {
    out.line(Text::tr("What you can do:"));
  }
  for (const Alternative &alternative : list.alternatives) {
    out.line("  " + alternative.what);
  }
  out.line({});
  for (int i = 0; i < list.builds.size(); ++i) {
    const Build &build = list.builds.at(i);
    const QString vision = build.torchvision.isNull() ? Text::tr("no torchvision") : "torchvision " + build.torchvision;
    out.line(QStringLiteral("%1  torch %2  %3  %4  [%5]")
                 .arg(build.id.leftJustified(18), build.torch, vision, verdict(build), build.python.join(' ')));
    if (i != list.recommended && !build.reasons.isEmpty()) {
      out.line("    " + build.reasons.join(QStringLiteral("; ")));
    }
  }
}

int fail(Desk &desk, const Error &error) {
  desk.out.error(error, {{"schema", "nightjar.builds/1"}});
  return exitCode(error.fault);
}

int show(Desk &desk, const std::optional<RuntimeFacts> &facts, const Wishes &wishes, Agent *runtime = nullptr) {
  const IndexWays ways{runtime, PageCache::usualFolder()};
  auto list = listBuilds(facts, wishes, desk.stop, ways);
  if (!list) {
    return fail(desk, list.error());
  }
  if (!list->originNote.isEmpty()) {
    desk.out.note(list->originNote);
  }
  if (facts) {
    adviseAsWished(*list, *facts, wishes);
  }
  QString size;
  if (list->recommended >= 0 && facts) {
    Build &recommended = list->builds[list->recommended];
    recommended.downloadBytes = downloadBytes(recommended, *facts, ways, desk.stop);
    if (desk.stop.stop_requested()) {
      return fail(desk, cancelled());
    }
    Choice choice;
    choice.build = recommended;
    choice.packages = wishes.packages;
    size = downloadText(choice);
  }
  describe(*list, size, desk.out);
  if (desk.line.verbose) {
    for (const QString &note : list->notes) {
      desk.out.note(note);
    }
  }
  desk.out.object(toJson(*list));
  return 0;
}

}  // namespace

int runBuilds(Desk &desk) {
  if (!desk.line.factsFile.isEmpty()) {
    const auto facts = readFactsFile(desk.line.factsFile);
    return facts ? show(desk, *facts, desk.line.wishes) : fail(desk, facts.error());
  }
  if (desk.line.targetText.isEmpty()) {
    return show(desk, std::nullopt, desk.line.wishes);
  }
  const auto runtime = openTarget(desk, desk.prompter);
  if (!runtime) {
    return fail(desk, runtime.error());
  }
  return show(desk, runtime->facts, runtime->wishes, runtime->connection.agent.get());
}

}  // namespace nightjar
