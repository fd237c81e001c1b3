#include <QRegularExpression>
#include <QUrl>

#include "core/choose/coherent_set.h"
#include "targets.h"

namespace nightjar::fuzz {

// A wheel's METADATA, or what a server gives in its place. Its pin is compared with versions and shown.
void metadata(const QByteArray &input) {
  static const QRegularExpression version(QStringLiteral("\\A[0-9][0-9A-Za-z.+_]{0,127}\\z"));
  const QString pin = exactTorchPin(input);
  require(pin.isNull() || version.match(pin).hasMatch(), "a pin is a version");
  const QString own = metadataVersion(input);
  require(own.isNull() || (!own.isEmpty() && own == own.simplified()), "a version is one word");
  const QUrl wheel(QStringLiteral("https://h/torchvision-0.30.0%2Bcpu-cp312-cp312-linux_x86_64.whl.metadata"));
  require(isMetadataOf(input, wheel) == (own == QLatin1String("0.30.0+cpu")), "metadata is of the wheel it names");
  require(!input.trimmed().startsWith('<') || own.isNull(), "a page is no metadata");
  const qsizetype body = input.indexOf("\n\n");
  if (body >= 0 && !input.contains('\r'))
    require(exactTorchPin(input.left(body)) == pin && metadataVersion(input.left(body)) == own,
            "a description says nothing");
}

}  // namespace nightjar::fuzz
