#ifndef CIPC_MOUNTED_SOCKETS_H
#define CIPC_MOUNTED_SOCKETS_H

#include "cipc_files.h"

#include <stddef.h>
#include <stdint.h>

/// What a record of a search is about.
enum cipc_mounted_sight {
  /// The file of a socket, to which none is bound.
  CIPC_SIGHT_UNBOUND,
  /// One of which that may not be asked.
  CIPC_SIGHT_UNTOLD,
  /// A directory that could not be read.
  CIPC_SIGHT_UNREAD,
  /// A place where to look would have something mounted, autofs(5).
  CIPC_SIGHT_AUTOMOUNT,
  /// Something of which the path is too long, or leads through too many directories.
  CIPC_SIGHT_DEEP,
  /// More files of sockets than are told of.
  CIPC_SIGHT_MORE,
  /// Nothing more; errno tells whether the namespace was entered.
  CIPC_SIGHT_END,
};

/// A record, of which a path may follow.
struct cipc_mounted_socket {
  enum cipc_mounted_sight sight;
  /// 0, or errno.
  int32_t error;
  /// Of the file of a socket.
  struct cipc_file_status status;
};

/// Through how many directories a search goes below the one that it begins in.
extern const int32_t cipc_mounted_depth;
/// Of how many bytes a path may be, with its NUL.
extern const int32_t cipc_mounted_path_size;

/// Starts a process that enters a mount namespace and looks below some directories for files of sockets that nobody is
/// bound to, through no magic link at their paths and no link below, and mounts nothing. See cipc_start_fetching.
///
/// That a directory is not there is no record. A directory's time of access stays as it is, where that may be asked for
/// (O_NOATIME, open(2)); that of a link on the way to one moves, and that of a file to which a datagram socket is bound
/// (net/unix/af_unix.c, unix_find_bsd). Whoever is bound notices nothing.
int cipc_start_searching(int mounts, int is_lent, const char *const directories[], size_t count, int *channel);

/// Takes a record. Returns the length of the path, of which there is room for `cipc_mounted_path_size` bytes; -1 and
/// errno, EAGAIN after `milliseconds` without a record, EPIPE when there is none because the process was ended.
int64_t cipc_take_mounted_socket(int channel, int milliseconds, struct cipc_mounted_socket *record,
                                 void *path);

#endif
