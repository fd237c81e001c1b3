#include "samples.h"

namespace nightjar::samples {

namespace {

constexpr qint64 gib = 1024LL * 1024 * 1024;

Build build(const QString &day, const QString &variant, Fits fits, const QStringList &reasons) {
  Build b;
  b.id = day + u'-' + variant;
  b.date = QDate::fromString(day, QStringLiteral("yyyyMMdd"));
  b.variant = variant;
  b.torch = QStringLiteral("2.16.0.dev%1+%2").arg(day, variant);
  b.torchvision = QStringLiteral("0.30.0.dev%1+%2").arg(day, variant);
  b.python = {"3.11", "3.12", "3.13"};
  b.fits = fits;
  b.reasons = reasons;
  return b;
}

}  // namespace

RuntimeFacts colabT4() {
  RuntimeFacts f;
  f.os = {"ubuntu", "22.04", "6.6.113+", "x86_64", "glibc", "2.35"};
  f.kind = "colab";
  f.gpus = {{"nvidia", "Tesla T4", 15360, "7.5", "sm_75", "GPU-4d0b7a4c"}};
  f.driver = Driver{"580.82.07", "13.0"};
  f.pythons = {{"/usr/bin/python3", "3.13.15", false, false, true}};
  f.uv = "0.12.9";
  f.uvPath = "/usr/local/bin/uv";
  f.disk = {"/content", 66'000'000'000};
  f.memoryBytes = static_cast<qint64>(12.7 * gib);
  f.findings = {{"gpu-libraries", Severity::Warning, "The SSH shell does not see the GPU libraries",
                 "Colab sets LD_LIBRARY_PATH only for notebook cells. Nightjar adds /usr/lib64-nvidia to every command "
                 "it runs.",
                 "Nothing for you to do."},
                {"no-venv",
                 Severity::Note,
                 "This Python has no venv module",
                 "Nightjar will make the environment with uv, which is here.",
                 {}}};
  f.libraryPath = "/usr/lib64-nvidia";
  return f;
}

QList<Environment> environments(const QString &root) {
  const auto one = [&root](const QString &build, const QString &stamp, qint64 bytes) {
    const QString id = build + u'-' + stamp;
    return Environment{id, root + "/envs/" + id, build, {}, build.section(u'-', 1), bytes, true, false, 0, {}};
  };
  QList<Environment> all{
      one("20261121-cu130", "20261121-061700", 7'900'000'000), one("20261120-cu130", "20261120-201500", 7'900'000'000),
      one("20261118-cu130", "20261118-070000", 7'800'000'000), one("2.14.0-cu126", "20261002-111213", -1)};
  all[0].verified = false;
  all[1].current = true;
  return all;
}

RuntimeFacts withoutGpu() {
  RuntimeFacts f;
  f.os = {"debian", "12", "6.1.0-28-amd64", "x86_64", "glibc", "2.36"};
  f.kind = "host";
  f.pythons = {{"/usr/bin/python3", "3.11.2", false, true, true},
               {"/usr/local/bin/python3.13", "3.13.1", false, true, true}};
  f.disk = {"/root/nightjar", 31'400'000'000};
  f.memoryBytes = 8 * gib;
  f.currentEnvironment = "/root/nightjar/envs/20261118-cpu-20261118-101010";
  f.currentBuild = "20261118-cpu";
  return f;
}

RuntimeFacts hostile() {
  const QString word = QStringLiteral("averyverylongword").repeated(40);
  const QString markup = QStringLiteral("<img src='file:///etc/passwd'><b>bold</b>&amp;\n\x1b[31mred");
  RuntimeFacts f = colabT4();
  f.os.id = markup;
  f.os.version = word;
  f.gpus = {{"nvidia", markup + word, 15360, "7.5", word, word}};
  f.driver = Driver{word, markup};
  f.pythons = {{word, markup + word, false, false, false}};
  f.uv = word;
  f.disk.path = u'/' + word;
  f.currentEnvironment = markup;
  f.currentBuild = word;
  f.environments = {{word, u'/' + word, word, word, word, 1, true, false, 0, markup}};
  f.findings = {{"odd", Severity::Problem, markup, word, markup}};
  return f;
}

QList<Profile> profiles() {
  const QDateTime now = QDateTime::currentDateTimeUtc();
  Profile lab;
  lab.name = "lab-4090";
  lab.target = {Target::Kind::Ssh, "me@lab", "lab", 0, "me", {}};
  lab.packages = {"torch", "torchvision"};
  lab.variant = "cu130";
  lab.build = "20261121-cu130";
  lab.torch = "2.16.0.dev20261121+cu130";
  lab.gpu = "RTX 4090";
  lab.environment = "/home/me/nightjar/envs/20261121-cu130-20261122-080000";
  lab.lastOutcome = "verified";
  lab.lastUsed = now.addDays(-1);
  Profile figures = lab;
  figures.name = "paper-figures";
  figures.target = {Target::Kind::Ssh, "root@203.0.113.12:17445", "203.0.113.12", 17445, "root", {}};
  figures.gpu = "Tesla T4";
  figures.build = "20261118-cu130";
  figures.torch = "2.16.0.dev20261118+cu130";
  figures.lastOutcome = "failed";
  figures.lastUsed = now.addDays(-5);
  Profile fresh;
  fresh.name = "pod-h100";
  fresh.target = {Target::Kind::Ssh, "root@198.51.100.7", "198.51.100.7", 0, "root", {}};
  fresh.lastUsed = now.addDays(-6);
  return {lab, figures, fresh};
}

Target sshTarget() {
  return {Target::Kind::Ssh,  "ssh root@203.0.113.12 -p 17445 -i ~/.ssh/id_ed25519", "203.0.113.12", 17445, "root",
          "~/.ssh/id_ed25519"};
}

Error refused() {
  return {
      "Nothing listens on 203.0.113.12, port 17445.",
      "The machine answered, but refused the connection: its SSH server is not running, or the port is another one.",
      "Check the address and port that your provider shows now; they often change after a restart.",
      "ssh_connect: Connection refused\n<b>raw</b> text of the other side", Fault::Unreachable};
}

BuildList builds() {
  BuildList list;
  list.index = "https://download.pytorch.org/whl/nightly";
  list.readAt = QDateTime::currentDateTime().addSecs(-120);
  Build alone = build("20261122", "cu130", Fits::Warning, {"torch alone: torchvision is not out yet"});
  alone.torchvision = QString();
  Build ended = build("20260908", "cu126", Fits::No, {"ended on 8 September"});
  ended.ended = true;
  const QStringList why{"Your driver runs CUDA up to 13.0", "cu130 has code for compute capability 7.5",
                        "torch and torchvision are of the same night (today's torchvision is not out yet)"};
  const QString newer = "newer than the driver's CUDA 13.0: run-time kernels may fail";
  list.builds = {build("20261121", "cu130", Fits::Yes, why),
                 alone,
                 build("20261121", "cu132", Fits::Warning, {newer}),
                 build("20261121", "cu134", Fits::Warning, {newer}),
                 build("20261121", "cpu", Fits::Warning, {"runs, but leaves the T4 unused"}),
                 build("20261118", "cu130", Fits::Yes, {"an older night"}),
                 ended};
  list.recommended = 0;
  list.why = why;
  return list;
}

BuildList nothingFits() {
  BuildList list = builds();
  const QString old = "The GeForce GTX 1080 Ti has compute capability 6.1; CUDA 13 wheels have code from 7.5 on.";
  for (Build &each : list.builds) {
    const bool cpu = each.variant == QLatin1String("cpu");
    each.fits = cpu ? Fits::Warning : Fits::No;
    each.reasons = {cpu ? QStringLiteral("runs, without the GPU") : old};
  }
  list.recommended = -1;
  list.why = {"The GeForce GTX 1080 Ti has compute capability 6.1.",
              "CUDA 13 wheels have code from 7.5 on, and CUDA 12 nightlies ended on 8 September 2026."};
  list.alternatives = {{"stable", "https://download.pytorch.org/whl", "cu126", "2.14.0+cu126", "0.29.0+cu126",
                        "Stable PyTorch 2.14.0 with cu126, the newest release that fits."}};
  return list;
}

Plan plan() {
  Plan p;
  p.title = "Install the nightly of 21 November, cu130";
  p.root = "/content/nightjar";
  p.environment = "/content/nightjar/envs/20261121-cu130-20261123-061700";
  p.choice.build = builds().builds.first();
  p.choice.indexUrl = "https://download.pytorch.org/whl/nightly/cu130";
  p.choice.packages = {"torch", "torchvision"};
  p.choice.pythonPath = "/usr/bin/python3";
  p.choice.pythonVersion = "3.13.15";
  p.steps = {{"preflight", "Check space and Python", 1, "preflight", {}},
             {"venv", "Make the environment", 3, "venv", {}},
             {"tooling", "Upgrade pip, setuptools, wheel", 4, "run", {}},
             {"resolve", "Resolve the exact set", 4, "resolve", {}},
             {"download", "Download", 60, "download", {}},
             {"install", "Install", 40, "run", {}},
             {"check", "Check dependencies", 2, "run", {}},
             {"verify", "Verify on the GPU", 10, "checks", {}},
             {"activate", "Switch over", 1, "activate", {}}};
  return p;
}

VerifyReport report() {
  VerifyReport r;
  r.environment = plan().environment;
  r.python = "/content/nightjar/current/bin/python";
  r.versions = {{"torch", "2.16.0.dev20261121+cu130"}, {"torchvision", "0.30.0.dev20261121+cu130"}};
  r.commit = "9f3c1e7";
  r.cudaRuntime = "13.0";
  r.cudaAvailable = true;
  r.device = "Tesla T4";
  r.capability = "7.5";
  r.checks = {
      {"import", "Imported from the new environment", CheckState::Passed, "/content/nightjar/current", 1.9},
      {"versions", "Versions are the chosen ones", CheckState::Passed, "torch, torchvision", 0.01},
      {"cuda", "CUDA is available", CheckState::Passed, "CUDA 13.0, driver 580.82.07", 0.2},
      {"arch", "The build has code for this GPU", CheckState::Passed, "sm_75 of sm_75 … sm_120", 0.01},
      {"matmul", "Matrix product on the GPU equals the CPU's", CheckState::Passed, "4096 × 4096, 7.1 TFLOP/s", 0.4},
      {"nms", "torchvision's operators load", CheckState::Passed, "nms on the GPU", 0.3},
      {"compile", "torch.compile", CheckState::Skipped, "no C compiler on this runtime: apt install gcc", 0},
      {"bf16", "bfloat16", CheckState::Warning, "works, but this GPU emulates it", 0.1}};
  r.ok = true;
  return r;
}

KnownJob runningJob() {
  KnownJob job;
  job.id = "20261123-061700-1a2b3c4d";
  job.root = plan().root;
  job.target = "me@lab";
  job.profile = "lab-4090";
  job.started = QDateTime::currentDateTimeUtc().addSecs(-150);
  job.job = jobFromPlan(plan(), job.id);
  return job;
}

Error linkBroken() {
  return {"The runtime does not answer any more.", "Nothing came over the connection for 20 seconds.",
          "Check the connection and connect again.", "poll: timed out", Fault::Unreachable};
}

Error busy() {
  return {"Another job is running in this environment root: 20261123-061700-1a2b3c4d.",
          "One root takes one install at a time, so that none can spoil another.",
          "Go into it, end it, or use another folder.",
          {},
          Fault::Busy};
}

}  // namespace nightjar::samples
