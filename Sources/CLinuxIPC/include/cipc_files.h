#ifndef CIPC_FILES_H
#define CIPC_FILES_H

#include <stddef.h>
#include <stdint.h>

/// What stat(2) says of a file, with fixed widths.
struct cipc_file_status {
  uint64_t device;
  uint64_t inode;
  uint32_t mode; // with the file type
  uint32_t uid, gid;
  uint64_t links;
  uint64_t size;
  uint64_t allocated_bytes; // st_blocks × 512
  int64_t access_time;
  int64_t modify_time;
  int64_t change_time;
  uint32_t is_mount_point; // where that is asked, Linux 5.8
};

/// What statvfs(3) says of a file system, in bytes and inodes.
struct cipc_filesystem_status {
  uint64_t capacity_bytes;
  uint64_t available_bytes;
  uint64_t inodes;
  uint64_t available_inodes;
};

extern const int cipc_o_path;
extern const int cipc_o_noatime;
extern const int cipc_o_tmpfile;
extern const int cipc_o_rdonly;
extern const int cipc_o_rdwr;
extern const int cipc_o_wronly;
extern const int cipc_o_nofollow;
extern const int cipc_o_directory;
extern const int cipc_o_nonblock;

/// openat(2), variadic in C. Adds O_CLOEXEC.
int cipc_openat(int directory, const char *path, int flags, uint32_t mode);

/// Has another process ask for the entries of a directory, who waits for the answer in our place: a call to who serves a
/// file system may be one that no signal ends (fuse(4)). Who waits longer than `milliseconds` is left behind. Returns 0
/// when there was an answer, whatever it was, else -1 and errno: ETIMEDOUT where there was none,
/// ECHILD where the other process could not ask, and those of pipe2(2) and fork(2).
///
/// `path` begins at the open `directory`, or with AT_FDCWD at the working directory.
int cipc_ask_directory(int directory, const char *path, int milliseconds);

/// fstatat(2) without following a symbolic link.
int cipc_lstatat(int directory, const char *path, struct cipc_file_status *status);

/// statx(2) without following a symbolic link, which also tells whether something is mounted there, of what the kernel
/// knows without asking who serves that; of the open file itself for an empty name.
int cipc_entry_status(int directory, const char *name, struct cipc_file_status *status);

/// stat(2): follows symbolic links, among them the magic ones of /proc/PID/fd and /proc/PID/ns.
int cipc_statat(int directory, const char *path, struct cipc_file_status *status);

/// As cipc_statat, but from what the kernel already knows (statx(2), AT_STATX_DONT_SYNC): a dead
/// network file system or FUSE server is not asked.
int cipc_statat_cached(int directory, const char *path, struct cipc_file_status *status);

/// As cipc_statat_cached, of an open file or a handle.
int cipc_fstat_cached(int descriptor, struct cipc_file_status *status);

/// fstat(2).
int cipc_fstat(int descriptor, struct cipc_file_status *status);

/// fstatvfs(3).
int cipc_fstatvfs(int descriptor, struct cipc_filesystem_status *status);

/// name_to_handle_at(2) of an open file: bytes that tell it from every other of its file system, also from one that had
/// its inode number before, or has it as well. Returns how many there are, or -1 and errno.
int64_t cipc_file_handle(int descriptor, void *buffer, size_t size);

/// fstatfs(2): the type of the file system, its magic number (statfs(2)). Not for O_PATH before Linux 3.12.
int cipc_fstatfs_type(int descriptor, uint64_t *type);

/// That of hugetlbfs.
extern const uint64_t cipc_hugetlbfs_magic;

/// That of autofs(5).
extern const uint64_t cipc_autofs_magic;

/// linkat(2) of an open descriptor (made with O_TMPFILE) into a directory, through /proc/self/fd.
int cipc_link_descriptor(int descriptor, int directory, const char *name);

/// Where the length of an entry and its name stand in what getdents64(2) gives, struct linux_dirent64.
extern const int cipc_dirent_length_at, cipc_dirent_name_at;

/// getdents64(2) into `buffer`. Returns bytes filled, 0 at the end, -1 and errno.
int64_t cipc_getdents(int descriptor, void *buffer, size_t size);

/// memfd_create(2), of ordinary pages, or of huge ones of 2^`huge_shift` bytes when that is not 0: not to be
/// executed, where the kernel knows of that, and to be sealed.
int cipc_memfd(const char *name, unsigned huge_shift);

/// mmap(2) of a page of shared memory that no file has, ordinary or of 2^`huge_shift` bytes as above; none
/// is reserved, and none is touched. Stores where it begins. Returns 0, or -1 and errno.
int cipc_map_shared(unsigned huge_shift, uint64_t *start);

/// munmap(2) of it.
void cipc_unmap_shared(unsigned huge_shift, uint64_t start);

/// mmap(2) of `size` bytes of a file, shared, to read and write; NULL and errno.
void *cipc_map_file(int file, size_t size);

/// munmap(2).
int cipc_unmap(void *memory, size_t size);

/// mmap(2) of memory that takes no room before it is touched (MAP_NORESERVE), or NULL and errno.
void *cipc_reserve(size_t size);

/// The extended attribute by which `create` knows its files again, xattr(7): set on an open file, and read from
/// a file or a handle (O_PATH) through /proc/self/fd. Returns the length of what is there, or -1 and errno.
int cipc_set_mark(int file, const void *value, size_t size);
int64_t cipc_get_mark(int file, void *value, size_t size);

/// getrandom(2), whole or -1.
int cipc_random(void *buffer, size_t size);

/// Copies within our own memory through the kernel (process_vm_readv(2)), so that a page that cannot be
/// had is EFAULT and not SIGBUS. Returns 0, or -1 and errno.
int cipc_copy(void *to, const void *from, size_t size);

/// renameat2(2) with RENAME_NOREPLACE within one directory.
int cipc_rename_noreplace(int directory, const char *from, const char *to);

/// fcntl(2), F_SETLEASE: a lease to write to an open file alone. Who opens the file from then on waits until it is
/// given back, which closing the file does, and the caller is told with SIGIO. Returns 0, or -1 and errno: EAGAIN
/// while anybody else has it open or mapped.
int cipc_lease(int file);

/// fcntl(2), F_GETLEASE: whether nobody has asked for a lease of cipc_lease to be given back. Returns 1 or 0.
int cipc_lease_is_whole(int file);

/// readlink(2): a buffer that is no pointer at all is no error in Swift's eyes. Returns the length.
int64_t cipc_readlink(const char *path, char *buffer, size_t size);

/// readlinkat(2) of the symbolic link that `link` is a handle on (O_PATH).
int64_t cipc_readlink_handle(int link, char *buffer, size_t size);

/// The id of the mount that a file was found on, as mountinfo has it (statx(2), STATX_MNT_ID, Linux 5.8);
/// no server is asked.
int cipc_mount_id(int descriptor, uint64_t *id);

/// The width of the terminal at `descriptor` in columns; 0 when it is not one.
int cipc_terminal_width(int descriptor);

/// pipe2(2), both ends close-on-exec.
int cipc_pipe(int32_t ends[2]);

/// The symbol of an errno value (strerrorname_np, glibc 2.32), or NULL.
const char *cipc_errno_name(int number);

/// makedev(3), major(3), minor(3): macros in C.
uint64_t cipc_makedev(uint32_t major, uint32_t minor);
uint32_t cipc_major(uint64_t device);
uint32_t cipc_minor(uint64_t device);

#endif
