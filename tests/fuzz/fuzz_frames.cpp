#include "core/runtime/frame_reader.h"
#include "targets.h"

namespace nightjar::fuzz {

namespace {

struct Heard {
  QList<Frame> frames;
  QByteArray banner;
  bool failed = false;
};

Heard hear(const QByteArray &stream, qsizetype cut) {
  FrameReader reader;
  Heard heard;
  for (qsizetype at = 0; at < stream.size() && !heard.failed; at += cut) {
    reader.feed(stream.mid(at, cut));
    auto frame = reader.next();
    for (; frame && *frame; frame = reader.next()) heard.frames.append(**frame);
    heard.failed = !frame;
  }
  if (reader.greeted()) heard.banner = reader.banner();
  return heard;
}

}  // namespace

// The first byte is the size of the pieces in which the stream comes: it must not change what is heard.
void frames(const QByteArray &input) {
  if (input.isEmpty()) return;
  const QByteArray stream = input.mid(1);
  const Heard whole = hear(stream, std::max<qsizetype>(1, stream.size()));
  const Heard cut = hear(stream, 1 + static_cast<unsigned char>(input.front()));
  require(whole.failed == cut.failed && whole.banner == cut.banner, "pieces do not change what is heard");
  require(whole.frames.size() == cut.frames.size(), "pieces do not change the frames");
  qsizetype bytes = 0;
  for (qsizetype i = 0; i < whole.frames.size(); ++i) {
    require(whole.frames[i].header == cut.frames[i].header && whole.frames[i].payload == cut.frames[i].payload,
            "pieces do not change a frame");
    bytes += whole.frames[i].payload.size();
  }
  require(bytes <= stream.size(), "no payload comes from nowhere");
}

}  // namespace nightjar::fuzz
