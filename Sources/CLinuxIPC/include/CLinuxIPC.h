// What Swift's Glibc module hides: GNU-only calls and constants, variadic calls, macros. Every symbol
// begins with `cipc_`, every structure is made of fixed-width integers, so that neither a layout of
// the C library nor a type of its headers leaks into a Swift signature.

#ifndef CLINUXIPC_H
#define CLINUXIPC_H

#include "cipc_arguments.h"
#include "cipc_calls.h"
#include "cipc_children.h"
#include "cipc_descriptors.h"
#include "cipc_files.h"
#include "cipc_gauge.h"
#include "cipc_holder.h"
#include "cipc_interruption.h"
#include "cipc_mappings.h"
#include "cipc_mounted_sockets.h"
#include "cipc_namespaces.h"
#include "cipc_posix_mq.h"
#include "cipc_posix_sem.h"
#include "cipc_privileges.h"
#include "cipc_processes.h"
#include "cipc_references.h"
#include "cipc_sanitizers.h"
#include "cipc_sock_diag.h"
#include "cipc_sockets.h"
#include "cipc_streams.h"
#include "cipc_sysv_msg.h"
#include "cipc_sysv_sem.h"
#include "cipc_sysv_shm.h"

#endif
