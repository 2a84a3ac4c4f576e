/* Loaded before the C library: the call number FAIL_AT, of those that change a file whose name holds
 * FAIL_IN, fails as on a full disk or on a broken one; all others are done. The file FAIL_MARK says
 * that it came to that call. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int count;

static int fails(int fd) {
  const char *at = getenv("FAIL_AT"), *in = getenv("FAIL_IN"), *mark = getenv("FAIL_MARK");
  char link[64], path[4096];
  if (!at || !in || !mark) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  if (!strstr(path, in)) return 0;
  if (__atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) != atoi(at)) return 0;
  close(open(mark, O_CREAT | O_WRONLY, 0600));
  errno = getenv("FAIL_BROKEN") ? EIO : ENOSPC;
  return 1;
}

#define REAL(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *bytes, size_t n) {
  return fails(fd) ? -1 : REAL(ssize_t, "write", int, const void *, size_t)(fd, bytes, n);
}
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
  return fails(fd) ? -1
                   : REAL(ssize_t, "pwrite", int, const void *, size_t, off_t)(fd, bytes, n, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
  return fails(fd) ? -1
                   : REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t)(fd, bytes, n, at);
}
int fsync(int fd) { return fails(fd) ? -1 : REAL(int, "fsync", int)(fd); }
int fdatasync(int fd) { return fails(fd) ? -1 : REAL(int, "fdatasync", int)(fd); }
int ftruncate(int fd, off_t n) {
  return fails(fd) ? -1 : REAL(int, "ftruncate", int, off_t)(fd, n);
}
int ftruncate64(int fd, off64_t n) {
  return fails(fd) ? -1 : REAL(int, "ftruncate64", int, off64_t)(fd, n);
}
