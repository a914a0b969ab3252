// What every scenario in C stands on: stage_open, then stage_start for each role, stage_close.
// A role is a process that has /dev/null as standard input and output; what else it inherits the
// scenario decides. Announced, killed and reaped as stage.py does.

#pragma once

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { STAGE_ROLES = 16 };

static struct {
  const char *role;
  pid_t pid;
  int ended;
} stage_roles[STAGE_ROLES];
static int stage_count;
static struct {
  const char *role;
  pid_t tid;
} stage_threads[STAGE_ROLES];
static int stage_thread_count;

// Says which call failed, and ends this process.
static void stage_check(int succeeded, const char *call) {
  if (succeeded) return;
  fprintf(stderr, "%s: %s\n", call, strerror(errno));
  _exit(70);
}

static void stage_open(char **arguments) {
  stage_check(chdir(arguments[1]) == 0, "chdir");
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

// Starts a process that calls `act`.
static pid_t stage_start(const char *role, void (*act)(void)) {
  pid_t pid = fork();
  stage_check(pid >= 0, "fork");
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, 0);
    dup2(nothing, 1);
    close(nothing);
    act();
    _exit(0);
  }
  stage_roles[stage_count].role = role;
  stage_roles[stage_count++].pid = pid;
  return pid;
}

// Waits until a process has ended, and reaps it.
__attribute__((unused)) static void stage_wait_for_end(pid_t pid) {
  waitpid(pid, NULL, 0);
  for (int index = 0; index < stage_count; index++)
    if (stage_roles[index].pid == pid) stage_roles[index].ended = 1;
}

// Stops a process and waits until it is.
__attribute__((unused)) static void stage_stop(pid_t pid) {
  kill(pid, SIGSTOP);
  waitpid(pid, NULL, WUNTRACED);
}

__attribute__((unused)) static void stage_sleep(void) { sleep(24 * 3600); }

// Tells other processes of the scenario, through a file: no descriptor links them.
__attribute__((unused)) static void stage_mark(const char *name, int value) {
  char new_path[64], path[64];
  snprintf(new_path, sizeof new_path, "%s.new", name);
  snprintf(path, sizeof path, "%s.mark", name);
  FILE *file = fopen(new_path, "w");
  stage_check(file != NULL, "fopen");
  fprintf(file, "%d", value);
  fclose(file);
  stage_check(rename(new_path, path) == 0, "rename");
}

// Waits for a mark, and returns its value.
__attribute__((unused)) static int stage_mark_of(const char *name) {
  char path[64];
  snprintf(path, sizeof path, "%s.mark", name);
  FILE *file;
  while ((file = fopen(path, "r")) == NULL) usleep(5000);
  int value = 0;
  stage_check(fscanf(file, "%d", &value) == 1, "fscanf");
  fclose(file);
  return value;
}

// Announces the thread that left its number as the mark of that name.
__attribute__((unused)) static void stage_announce_thread(const char *role) {
  stage_threads[stage_thread_count].tid = stage_mark_of(role);
  stage_threads[stage_thread_count++].role = role;
}

// Announces what was started, waits for the end of standard input, and leaves no process.
static void stage_close(void) {
  printf("{\"pids\": {");
  for (int index = 0; index < stage_count; index++)
    printf("%s\"%s\": %d", index ? ", " : "", stage_roles[index].role, stage_roles[index].pid);
  printf("}, \"tids\": {");
  for (int index = 0; index < stage_thread_count; index++)
    printf("%s\"%s\": %d", index ? ", " : "", stage_threads[index].role, stage_threads[index].tid);
  printf("}, \"addresses\": {}}\n");
  fflush(stdout);
  char byte;
  while (read(0, &byte, 1) > 0) continue;
  for (int index = 0; index < stage_count; index++)
    if (!stage_roles[index].ended) kill(stage_roles[index].pid, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0) continue;
}
