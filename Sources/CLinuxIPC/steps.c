#define _GNU_SOURCE
#include "steps.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

// As many links as the kernel follows (fs/namei.c, MAXSYMLINKS).
static const int most_links = 40;

// What is left of a path, of which a link that is followed becomes the beginning.
struct way {
  const char *rest;
  int links;
  char path[PATH_MAX];
};

// Returns 0, or -1 and errno.
static int follow(struct way *way, int link) {
  static char path[PATH_MAX];
  ssize_t length = readlinkat(link, "", path, sizeof path);
  size_t rest = strlen(way->rest);
  if (length < 0)
    return -1;
  errno = ++way->links > most_links ? ELOOP : ENAMETOOLONG;
  if (way->links > most_links || (size_t)length + rest + 2 > sizeof path)
    return -1;
  path[length] = '/';
  memcpy(path + length + 1, way->rest, rest + 1);
  memcpy(way->path, path, (size_t)length + rest + 2);
  way->rest = way->path;
  return 0;
}

// Returns a handle on what comes next from a directory, or -1 and errno.
static int open_next(struct way *way, int directory) {
  char name[NAME_MAX + 1];
  size_t size = strcspn(way->rest, "/");
  if (size >= sizeof name) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(name, way->rest, size);
  name[size] = '\0';
  way->rest += size;
  int next = openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  struct stat st;
  struct statfs system;
  if (next < 0 || fstat(next, &st) < 0)
    return next;
  if (S_ISLNK(st.st_mode)) {
    int result = follow(way, next);
    close(next);
    if (result < 0)
      return -1;
    return way->rest[0] == '/' ? open("/", O_PATH | O_CLOEXEC)
                               : openat(directory, ".", O_PATH | O_CLOEXEC);
  }
  if (fstatfs(next, &system) == 0 && system.f_type == AUTOFS_SUPER_MAGIC) {
    close(next);
    errno = EREMOTE;
    return -1;
  }
  return next;
}

int cipc_open_stepwise(const char *path) {
  static struct way way;
  size_t size = strlen(path) + 1;
  if (size > sizeof way.path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(way.path, path, size);
  way.rest = way.path;
  way.links = 0;
  int directory = open("/", O_PATH | O_CLOEXEC);
  while (directory >= 0 && *(way.rest += strspn(way.rest, "/"))) {
    int next = open_next(&way, directory);
    close(directory);
    directory = next;
  }
  return directory;
}
