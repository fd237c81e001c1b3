#include <signal.h>

#include <cstdio>
#include <cstring>
#include <thread>

#include "app/terminal_prompter.h"

namespace {

/// A stop that comes from elsewhere: from a thread of its own, when SIGUSR1 arrives.
void stopOnSignal(std::stop_source stop) {
  sigset_t awaited;
  ::sigemptyset(&awaited);
  ::sigaddset(&awaited, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  std::thread([stop, awaited]() mutable {
    int number = 0;
    ::sigwait(&awaited, &number);
    stop.request_stop();
  }).detach();
}

}  // namespace

/// Asks one question on the controlling terminal and prints the answer on stdout: what terminal_prompter_test runs
/// behind a real pseudo terminal.
int main(int argc, char **argv) {
  if (argc != 2) return 2;
  const std::stop_source stop;
  stopOnSignal(stop);
  nightjar::TerminalPrompter prompter(stop);
  const auto asks = [&](const char *what) { return std::strcmp(argv[1], what) == 0; };
  const auto say = [](bool yes) { std::fputs(yes ? "yes" : "no", stdout); };
  if (asks("terminal")) say(prompter.hasTerminal());
  if (asks("host-key")) say(prompter.acceptHostKey({"evil\x1b[2J.example", 2222, "ssh-ed25519", "SHA256:abc\ndef"}));
  if (asks("default-yes")) say(prompter.askYesNo("Start?", true));
  if (asks("default-no")) say(prompter.askYesNo("Start?", false));
  nightjar::SecretQuestion question;
  question.host = "host";
  question.user = "me";
  question.keyFile = "/home/me/key";
  question.prompt = "Code\x1b[31m:\r\nnow";
  if (asks("passphrase")) question.kind = nightjar::SecretQuestion::Kind::Passphrase;
  if (asks("code") || asks("shown-code")) question.kind = nightjar::SecretQuestion::Kind::Code;
  if (asks("again")) question.attempt = 2;
  question.echo = asks("shown-code");
  if (asks("password") || asks("passphrase") || asks("code") || asks("shown-code") || asks("again")) {
    const auto secret = prompter.secret(question);
    if (!secret) return 3;
    std::fputs(secret->toUtf8().constData(), stdout);
  }
  return 0;
}
