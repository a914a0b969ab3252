#define _GNU_SOURCE
#include "cipc_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

const int cipc_o_path = O_PATH;
const int cipc_o_noatime = O_NOATIME;
const int cipc_o_tmpfile = O_TMPFILE;
const int cipc_o_rdonly = O_RDONLY;
const int cipc_o_rdwr = O_RDWR;
const int cipc_o_wronly = O_WRONLY;
const int cipc_o_nofollow = O_NOFOLLOW;
const int cipc_o_directory = O_DIRECTORY;
const int cipc_o_nonblock = O_NONBLOCK;

const uint64_t cipc_hugetlbfs_magic = HUGETLBFS_MAGIC;
const uint64_t cipc_autofs_magic = AUTOFS_SUPER_MAGIC;

int cipc_openat(int directory, const char *path, int flags, uint32_t mode) {
  return openat(directory, path, flags | O_CLOEXEC, (mode_t)mode);
}

static struct cipc_file_status status_of(const struct stat *st) {
  return (struct cipc_file_status){
      .device = st->st_dev,
      .inode = st->st_ino,
      .mode = st->st_mode,
      .uid = st->st_uid,
      .gid = st->st_gid,
      .links = st->st_nlink,
      .size = (uint64_t)st->st_size,
      .allocated_bytes = (uint64_t)st->st_blocks * 512,
      .access_time = st->st_atim.tv_sec,
      .modify_time = st->st_mtim.tv_sec,
      .change_time = st->st_ctim.tv_sec,
  };
}

static int stat_at(int directory, const char *path, int flags, struct cipc_file_status *status) {
  struct stat st;
  if (fstatat(directory, path, &st, flags) < 0)
    return -1;
  *status = status_of(&st);
  return 0;
}

int cipc_lstatat(int directory, const char *path, struct cipc_file_status *status) {
  return stat_at(directory, path, AT_SYMLINK_NOFOLLOW, status);
}

int cipc_statat(int directory, const char *path, struct cipc_file_status *status) {
  return stat_at(directory, path, 0, status);
}

static int extended_status(int directory, const char *path, int flags,
                           struct cipc_file_status *status) {
  struct statx st;
  // As stat(2) does.
  if (statx(directory, path, AT_NO_AUTOMOUNT | flags, STATX_BASIC_STATS, &st) < 0)
    return -1;
  *status = (struct cipc_file_status){
      .device = makedev(st.stx_dev_major, st.stx_dev_minor),
      .inode = st.stx_ino,
      .mode = st.stx_mode,
      .uid = st.stx_uid,
      .gid = st.stx_gid,
      .links = st.stx_nlink,
      .size = st.stx_size,
      .allocated_bytes = st.stx_blocks * 512,
      .access_time = st.stx_atime.tv_sec,
      .modify_time = st.stx_mtime.tv_sec,
      .change_time = st.stx_ctime.tv_sec,
      .is_mount_point = (st.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0,
  };
  return 0;
}

static int statx_cached(int directory, const char *path, int flags,
                        struct cipc_file_status *status) {
  return extended_status(directory, path, AT_STATX_DONT_SYNC | flags, status);
}

int cipc_entry_status(int directory, const char *name, struct cipc_file_status *status) {
  return statx_cached(directory, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, status);
}

int cipc_statat_cached(int directory, const char *path, struct cipc_file_status *status) {
  return statx_cached(directory, path, 0, status);
}

int cipc_fstat_cached(int descriptor, struct cipc_file_status *status) {
  return statx_cached(descriptor, "", AT_EMPTY_PATH, status);
}

int cipc_fstat(int descriptor, struct cipc_file_status *status) {
  struct stat st;
  if (fstat(descriptor, &st) < 0)
    return -1;
  *status = status_of(&st);
  return 0;
}

int cipc_fstatvfs(int descriptor, struct cipc_filesystem_status *status) {
  struct statvfs st;
  if (fstatvfs(descriptor, &st) < 0)
    return -1;
  *status = (struct cipc_filesystem_status){
      .capacity_bytes = (uint64_t)st.f_blocks * st.f_frsize,
      .available_bytes = (uint64_t)st.f_bavail * st.f_frsize,
      .inodes = st.f_files,
      .available_inodes = st.f_favail,
  };
  return 0;
}

int cipc_fstatfs_type(int descriptor, uint64_t *type) {
  struct statfs status;
  if (fstatfs(descriptor, &status) < 0)
    return -1;
  *type = (uint64_t)status.f_type;
  return 0;
}

int cipc_link_descriptor(int descriptor, int directory, const char *name) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  return linkat(AT_FDCWD, path, directory, name, AT_SYMLINK_FOLLOW);
}

// glibc's own, which has the layout of the kernel's (readdir(3), with 64 bits).
const int cipc_dirent_length_at = offsetof(struct dirent64, d_reclen),
          cipc_dirent_name_at = offsetof(struct dirent64, d_name);

int64_t cipc_getdents(int descriptor, void *buffer, size_t size) {
  return syscall(SYS_getdents64, descriptor, buffer, size);
}

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U // include/uapi/linux/memfd.h, Linux 6.3
#endif

int cipc_memfd(const char *name, unsigned huge_shift) {
  unsigned huge = huge_shift ? MFD_HUGETLB | huge_shift << MFD_HUGE_SHIFT : 0;
  unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING | huge;
  // Where vm.memfd_noexec is 2 there are no others (Documentation/userspace-api/mfd_noexec.rst).
  int file = memfd_create(name, flags | MFD_NOEXEC_SEAL);
  return file < 0 && errno == EINVAL ? memfd_create(name, flags) : file;
}

static size_t page_size(unsigned huge_shift) {
  return huge_shift ? (size_t)1 << huge_shift : (size_t)sysconf(_SC_PAGESIZE);
}

int cipc_map_shared(unsigned huge_shift, uint64_t *start) {
  int huge = huge_shift ? MAP_HUGETLB | (int)(huge_shift << MAP_HUGE_SHIFT) : 0;
  void *memory = mmap(NULL, page_size(huge_shift), PROT_NONE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | huge, -1, 0);
  if (memory == MAP_FAILED)
    return -1;
  *start = (uint64_t)(uintptr_t)memory;
  return 0;
}

void cipc_unmap_shared(unsigned huge_shift, uint64_t start) {
  munmap((void *)(uintptr_t)start, page_size(huge_shift));
}

void *cipc_map_file(int file, size_t size) {
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

int cipc_unmap(void *memory, size_t size) { return munmap(memory, size); }

void *cipc_reserve(size_t size) {
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

static const char mark[] = "user.ipctool";

int cipc_set_mark(int file, const void *value, size_t size) {
  return fsetxattr(file, mark, value, size, XATTR_CREATE);
}

int64_t cipc_get_mark(int file, void *value, size_t size) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return getxattr(path, mark, value, size);
}

int cipc_random(void *buffer, size_t size) {
  // Up to 256 bytes are never cut short (getrandom(2)).
  if (size > 256) {
    errno = EINVAL;
    return -1;
  }
  return getrandom(buffer, size, 0) == (ssize_t)size ? 0 : -1;
}

int cipc_copy(void *to, const void *from, size_t size) {
  while (size > 0) {
    struct iovec local = {.iov_base = to, .iov_len = size};
    struct iovec remote = {.iov_base = (void *)from, .iov_len = size};
    ssize_t count = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
    if (count < 0 && (errno == ENOSYS || errno == EPERM)) {
      // A seccomp filter forbids it: then as everybody does it.
      memcpy(to, from, size);
      return 0;
    }
    if (count <= 0) {
      if (count == 0)
        errno = EFAULT;
      return -1;
    }
    to = (char *)to + count;
    from = (const char *)from + count;
    size -= (size_t)count;
  }
  return 0;
}

int cipc_lease(int file) { return fcntl(file, F_SETLEASE, F_WRLCK); }

int cipc_lease_is_whole(int file) { return fcntl(file, F_GETLEASE) == F_WRLCK; }

int cipc_rename_noreplace(int directory, const char *from, const char *to) {
  return renameat2(directory, from, directory, to, RENAME_NOREPLACE);
}

int64_t cipc_file_handle(int descriptor, void *buffer, size_t size) {
  union {
    struct file_handle handle;
    char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
  } file;
  file.handle.handle_bytes = MAX_HANDLE_SZ;
  int mount;
  if (name_to_handle_at(descriptor, "", &file.handle, &mount, AT_EMPTY_PATH) < 0)
    return -1;
  size_t count = file.handle.handle_bytes < size ? file.handle.handle_bytes : size;
  memcpy(buffer, file.handle.f_handle, count);
  return (int64_t)count;
}

int64_t cipc_readlink(const char *path, char *buffer, size_t size) {
  return readlink(path, buffer, size);
}

int64_t cipc_readlink_handle(int link, char *buffer, size_t size) {
  return readlinkat(link, "", buffer, size);
}

#ifndef STATX_MNT_ID
#define STATX_MNT_ID 0x1000 // include/uapi/linux/stat.h
#endif

int cipc_mount_id(int descriptor, uint64_t *id) {
  struct statx st;
  if (statx(descriptor, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_MNT_ID, &st) < 0)
    return -1;
  if (!(st.stx_mask & STATX_MNT_ID)) {
    errno = ENOTSUP;
    return -1;
  }
  *id = st.stx_mnt_id;
  return 0;
}

int cipc_terminal_width(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) < 0)
    return 0;
  return size.ws_col;
}

int cipc_pipe(int32_t ends[2]) { return pipe2(ends, O_CLOEXEC); }

const char *cipc_errno_name(int number) { return strerrorname_np(number); }

uint64_t cipc_makedev(uint32_t major, uint32_t minor) { return makedev(major, minor); }
uint32_t cipc_major(uint64_t device) { return major(device); }
uint32_t cipc_minor(uint64_t device) { return minor(device); }
