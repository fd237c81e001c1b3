#include "app/command_table.h"

#include <algorithm>

#include "app/command_words.h"

namespace nightjar {

const QList<CommandRow> &commandTable() {
  static const QList<CommandRow> rows = {
      {Command::Window, "", "", QT_TRANSLATE_NOOP("nightjar", "Open the window"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Puts a PyTorch nightly on a GPU runtime and proves that it works. Without a command the "
                         "window opens and leads through the five steps: connect, detect, choose, install, verify. "
                         "The commands do the same without a window."),
       nullptr, "nightjar\nnightjar install practice\nnightjar install root@203.0.113.7 --yes", noWords},
      {Command::Detect, "detect", "TARGET", QT_TRANSLATE_NOOP("nightjar", "Connect and report what the runtime is"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Connects to the runtime and reports its GPUs and driver, its system, Pythons, disk and "
                         "memory, and what is odd about them, with a way out. Installs nothing. No GPU is a fact, "
                         "not a failure."),
       QT_TRANSLATE_NOOP(
           "nightjar",
           "One object, \"schema\":\"nightjar.runtime/1\": "
           "os{id,version,kernel,arch,libc,libc_version}, kind (host, colab, wsl, container, jetson), "
           "gpus[]{vendor,name,memory_mib,compute_capability,architecture,uuid,pci_device,"
           "kernel_driver}, driver{version,cuda} or null, "
           "pythons[]{path,version,free_threaded,has_venv,has_pip}, tools{uv,git}, "
           "disk{path,free_bytes}, environments[] (as environments shows them; bytes null where not recorded), "
           "memory_bytes, findings[]{id,severity,what,why,fix}."),
       "nightjar detect local\nnightjar detect root@203.0.113.7 --json", oneTarget},
      {Command::Builds, "builds", "[TARGET]", QT_TRANSLATE_NOOP("nightjar", "List the nightlies and which one fits"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Reads the index and lists its builds, newest first. With a TARGET each build is judged for "
                         "that runtime (its driver, GPU, Python, platform, disk and memory) and one is recommended, "
                         "with the reasons for it and against every other. Where none fits, the ways out are named: a "
                         "newer driver, a stable release, the CPU build on purpose. With --facts the same for a "
                         "runtime described in a file. Without either nothing is judged. Installs nothing."),
       QT_TRANSLATE_NOOP(
           "nightjar",
           "One object, \"schema\":\"nightjar.builds/1\": index, from (network, runtime or cache), "
           "note (why it came another way than usual, or null), read_at, index_written_at (times or null), "
           "variants[]{variant,newest,ended}, unread[]{variant,why} (whose pages failed), "
           "recommended (a build or null: what --build, --variant and --python ask for), why[] "
           "(also when nothing is recommended), "
           "alternatives[]{channel,index,variant,torch,torchvision,what} (where the first GPU gets "
           "nothing; channel is stable or nightly), "
           "builds[]{id,date,variant,torch,torchvision,torchaudio,python[],fits,ended,"
           "download_bytes,reasons[]}; fits is yes, warning or no, download_bytes null where not known."),
       "nightjar builds\nnightjar builds root@203.0.113.7 --variant cu130\n"
       "nightjar builds --facts gpu-box.json",
       maybeTarget},
      {Command::Install, "install", "TARGET",
       QT_TRANSLATE_NOOP("nightjar", "Put a nightly on the runtime and check it"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Connects, detects, chooses the build that fits (or takes the one asked for), makes a new "
                         "environment and installs into it, checks it, and only then switches \"current\" to it. The "
                         "environment in use stays as it was until that moment, and after a failure or Ctrl-C. Ctrl-C "
                         "cancels the install; where only this program is ended, as by closing its terminal, what has "
                         "started on a real runtime goes on.\n\n"
                         "The steps are preflight, venv, tooling, resolve, download, install, check, verify and "
                         "activate, and where there are old environments to remove (see --keep), tidy. The plan is "
                         "shown and asked about once; --yes answers that question and no other."
                         "\n\n"
                         "With --from-lock the packages are exactly those that nightjar lock or nightjar archive wrote "
                         "down: no index is read, the step lock stands in place of resolve, and what has vanished from "
                         "the index is named before anything starts. An archive brings its wheels along and needs no "
                         "network on the runtime.\n\n"
                         "The target \"practice\" is a throw-away runtime on this computer with small sample packages, "
                         "to see the whole walk without a GPU or the internet."),
       QT_TRANSLATE_NOOP("nightjar",
                         "A stream of events, one object a line: started{job,plan[]{id,title},download_bytes}, "
                         "step{id,state,seconds,reason} with state running, done, failed or skipped (seconds once it "
                         "is over, reason with the last two), check{row{id,title,state,detail,seconds}}, "
                         "progress{step,done,total,unit,bottleneck} with bottleneck network, disk, unpacking "
                         "or null (step send, before started, where an archive's wheels "
                         "go up), log{text}, connection{state,retry_in,error} with "
                         "state lost or restored, and last "
                         "finished{outcome,job,build,environment,python,report,profile,error} with outcome succeeded, "
                         "failed, cancelled, lost or detached, profile {name,saved,error} or null where none was to "
                         "be saved, and "
                         "error {what,why,fix,details} or null. A profile that could not be saved changes neither "
                         "outcome nor exit code. The event's name is in \"event\"."),
       "nightjar install practice\nnightjar install root@203.0.113.7 --variant cu130 --build 2026-10-07\n"
       "nightjar install gpu-box --packages torch,torchvision,torchaudio --save-profile gpu-box --yes --json",
       oneTarget},
      {Command::Jobs, "jobs", "TARGET", QT_TRANSLATE_NOOP("nightjar", "List the installs of the runtime"),
       QT_TRANSLATE_NOOP("nightjar",
                         "An install goes on by itself on its runtime, whatever becomes of this program or the "
                         "connection. Lists those that run or ran there, and how they ended. A job is lost where what "
                         "ran it is gone: the machine was restarted, or memory ran out."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.jobs/1\": "
                         "jobs[]{id,title,state,started,ended,exit_code,signal,log_bytes,log_path} with state running, "
                         "succeeded, failed, cancelled or lost."),
       "nightjar jobs root@203.0.113.7", oneTarget},
      {Command::Follow, "follow", "TARGET [JOB]", QT_TRANSLATE_NOOP("nightjar", "Go back into an install"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Shows an install from its beginning and goes along with it to its end: the one that runs, "
                         "else the newest, or JOB. Where the connection breaks it is made again. Ctrl-C leaves the "
                         "install running. The exit code is the install's own."),
       QT_TRANSLATE_NOOP("nightjar", "The events of install."),
       "nightjar follow root@203.0.113.7\nnightjar follow gpu-box --raw", targetAndJob},
      {Command::Cancel, "cancel", "TARGET [JOB]", QT_TRANSLATE_NOOP("nightjar", "End an install that runs"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Ends the install that runs there, or JOB, with everything it started. The environment in "
                         "use stays as it was, and so does what was downloaded."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.cancel/1\": id, state (cancelled, or how it had ended "
                         "before), left[] (what could be neither ended nor removed)."),
       "nightjar cancel root@203.0.113.7", targetAndJob},
      {Command::Verify, "verify", "TARGET", QT_TRANSLATE_NOOP("nightjar", "Check the current environment again"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Connects and runs the checks again on the environment that \"current\" points to: what is "
                         "imported and from where, the versions, the GPU, a matrix product, an operator of "
                         "torchvision. Changes nothing."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.verify/1\": environment, python, versions{torch,…}, "
                         "cuda{runtime,available,device,capability}, checks[]{id,title,state,detail,seconds}, ok."),
       "nightjar verify root@203.0.113.7", oneTarget},
      {Command::Environments, "environments", "TARGET",
       QT_TRANSLATE_NOOP("nightjar", "List the environments on the runtime"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Connects and lists the environments that installs have made there, newest first: build, "
                         "date, size on the disk, whether its checks passed, and which one \"current\" points to. "
                         "Changes nothing."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.environments/1\": "
                         "environments[]{id,build,date,bytes,verified,current,path}."),
       "nightjar environments root@203.0.113.7\nnightjar environments gpu-box --json", oneTarget},
      {Command::Rollback, "rollback", "TARGET [ID]", QT_TRANSLATE_NOOP("nightjar", "Go back to an earlier environment"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Points \"current\" to another environment of the runtime: the one named by its ID, else the "
                         "newest one that is older than the current one. It must have passed its checks, and its "
                         "Python must start. The switch is one rename; programs that run keep what they have. Nothing "
                         "else is done: nightjar verify checks it again."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.rollback/1\": environment{id,build,date,bytes,verified,"
                         "current,path}, previous (the same of the one that was current, or null)."),
       "nightjar rollback gpu-box\nnightjar rollback gpu-box 20261120-cu130-20261120-070000 --yes", targetMaybeId},
      {Command::Remove, "remove", "TARGET ID", QT_TRANSLATE_NOOP("nightjar", "Remove an environment from the runtime"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Removes one environment and gives its disk back, with the downloads of its build where no "
                         "other environment is of that build. The current one is never removed, nor one that a "
                         "program uses or a job makes."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.remove/1\": removed (the ID), freed_bytes, wheels_bytes "
                         "(the part of it that was downloads)."),
       "nightjar remove gpu-box 20261120-cu130-20261120-070000", targetAndId},
      {Command::Lock, "lock", "TARGET [ID]",
       QT_TRANSLATE_NOOP("nightjar", "Print exactly what is installed, to install it again"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Connects and prints the lock of the environment that \"current\" points to, or of the one "
                         "called ID: every package with its version, address and sha256, the Python, the variant and "
                         "torch's commit. nightjar install --from-lock makes the same environment from it, on this "
                         "runtime or another. It holds no password. Changes nothing."),
       QT_TRANSLATE_NOOP("nightjar",
                         "The lock, on one line: one object, \"schema\":\"nightjar.lock/1\": build, date, variant, "
                         "index, python, python_version, torch_commit (or null), sample, "
                         "packages[]{name,version,file,url,sha256,size}."),
       "nightjar lock root@203.0.113.7 --output gpu-box.lock.json\n"
       "nightjar install root@203.0.113.8 --from-lock gpu-box.lock.json",
       targetMaybeId},
      {Command::Archive, "archive", "TARGET FILE [ID]",
       QT_TRANSLATE_NOOP("nightjar", "Keep what is installed in a file, wheels included"),
       QT_TRANSLATE_NOOP("nightjar",
                         "Connects and packs the lock of the current environment, or of the one called ID, and all its "
                         "wheels into FILE, a plain tar. nightjar install --from-lock FILE makes the same environment "
                         "from it when the index no longer has the wheels, and where there is no network. FILE is "
                         "written as FILE.part and gets its name when it is whole. Changes nothing on the runtime."),
       QT_TRANSLATE_NOOP("nightjar", "One object, \"schema\":\"nightjar.archive/1\": file, bytes, packages."),
       "nightjar archive root@203.0.113.7 gpu-box.tar\nnightjar install local --from-lock gpu-box.tar",
       targetFileMaybeId},
      {Command::Profiles, "profiles", "list | show NAME | remove NAME",
       QT_TRANSLATE_NOOP("nightjar", "The saved runtimes"),
       QT_TRANSLATE_NOOP("nightjar",
                         "A profile is a saved runtime: how to reach it, what was installed last and what came of it. "
                         "Its name is a TARGET for the other commands. Profiles hold no password. A profile file that "
                         "cannot be read is kept beside the others with the ending .bad, and named by list."),
       QT_TRANSLATE_NOOP("nightjar",
                         "One object, \"schema\":\"nightjar.profiles/1\": profiles[] (all of them, or the one to "
                         "show; each with the lock of its last install, or null), damaged[] (files put aside) and "
                         "closed[] (files that cannot be opened; both with list), removed (a name; with remove)."),
       "nightjar profiles list\nnightjar profiles show gpu-box\nnightjar profiles remove gpu-box", profilesWords},
  };
  return rows;
}

const CommandRow &rowOf(Command command) {
  const QList<CommandRow> &rows = commandTable();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [=](const CommandRow &row) { return row.command == command; });
  return found == rows.end() ? rows.first() : *found;
}

bool takesTarget(const CommandRow &row) {
  return QLatin1String(row.words).contains(QLatin1String("TARGET"));
}

QList<OptionRow> optionsOf(Command command) {
  QList<OptionRow> taken;
  for (const OptionRow &row : optionTable())
    if (row.takenBy & only(command)) taken += row;
  return taken;
}

}  // namespace nightjar
