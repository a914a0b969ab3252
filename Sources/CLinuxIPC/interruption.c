#define _GNU_SOURCE
#include "cipc_interruption.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// Signal handlers cannot be written in Swift: it may allocate, and captures nothing a handler may use.

static volatile sig_atomic_t received;
static volatile sig_atomic_t timer_exists;
static timer_t wakeup;

static const long wakeup_interval = 10 * 1000 * 1000; // 10 ms

static int arm(int64_t nanoseconds, int flags) {
  struct itimerspec when = {
      .it_interval = {.tv_nsec = nanoseconds ? wakeup_interval : 0},
      .it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000},
  };
  return timer_settime(wakeup, flags, &when, NULL); // async-signal-safe: signal-safety(7)
}

static void on_wakeup(int signal) { (void)signal; }

static void on_termination(int signal) {
  int saved = errno;
  received = signal;
  if (timer_exists)
    arm(wakeup_interval, 0);
  errno = saved;
}

static int create_timer(void) {
  if (timer_exists)
    return 0;
  struct sigaction action = {.sa_handler = on_wakeup};
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGALRM, &action, NULL) < 0)
    return -1;
  sigset_t unblock;
  sigemptyset(&unblock);
  sigaddset(&unblock, SIGALRM);
  if (sigprocmask(SIG_UNBLOCK, &unblock, NULL) < 0)
    return -1;
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
  if (timer_create(CLOCK_MONOTONIC, &event, &wakeup) < 0)
    return -1;
  timer_exists = 1;
  return 0;
}

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNAL_COUNT (sizeof signals / sizeof *signals)

static int remember(int signal) {
  // No SA_RESTART: waiting calls must return. SA_RESETHAND: the second one ends us.
  struct sigaction action = {.sa_handler = on_termination, .sa_flags = SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  return sigaction(signal, &action, NULL);
}

int cipc_interruption_begin(void) {
  // Without a timer (RLIMIT_SIGPENDING) the signals are remembered all the same; one that comes just
  // before a call begins to wait then takes effect when that call returns.
  int timer = create_timer();
  for (size_t i = 0; i < SIGNAL_COUNT; i++) {
    struct sigaction old;
    if (sigaction(signals[i], NULL, &old) < 0)
      return -1;
    if (old.sa_handler == SIG_IGN)
      continue;
    if (remember(signals[i]) < 0)
      return -1;
  }
  return timer;
}

static int is_suspended[SIGNAL_COUNT];

int cipc_interruption_suspend(void) {
  sigset_t blocked, old;
  sigemptyset(&blocked);
  for (size_t i = 0; i < SIGNAL_COUNT; i++)
    sigaddset(&blocked, signals[i]);
  sigprocmask(SIG_BLOCK, &blocked, &old);
  int came = received != 0;
  for (size_t i = 0; i < SIGNAL_COUNT && !came; i++) {
    struct sigaction action;
    sigaction(signals[i], NULL, &action);
    is_suspended[i] = action.sa_handler == on_termination;
    if (is_suspended[i])
      signal(signals[i], SIG_DFL);
  }
  sigprocmask(SIG_SETMASK, &old, NULL);
  if (!came)
    return 0;
  errno = EINTR;
  return -1;
}

void cipc_interruption_resume(void) {
  for (size_t i = 0; i < SIGNAL_COUNT; i++)
    if (is_suspended[i])
      remember(signals[i]);
}

int cipc_interruption_signal(void) { return received; }

int cipc_interruption_set_deadline(int64_t nanoseconds) {
  if (create_timer() < 0)
    return -1;
  // A termination signal has armed the timer for itself: leave it running.
  if (nanoseconds == 0 && received)
    return 0;
  return arm(nanoseconds, TIMER_ABSTIME);
}

void cipc_interruption_die(int signal_number) {
  signal(signal_number, SIG_DFL);
  sigset_t unblock;
  sigemptyset(&unblock);
  sigaddset(&unblock, signal_number);
  sigprocmask(SIG_UNBLOCK, &unblock, NULL);
  raise(signal_number);
  _exit(128 + signal_number);
}
