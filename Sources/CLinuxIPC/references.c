#define _GNU_SOURCE
#include "cipc_references.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// What the kernel is made of, Documentation/bpf/btf.rst.
struct types {
  const uint8_t *base;
  size_t size;
  const struct btf_type **all;
  uint32_t count;
  const char *strings;
  uint32_t strings_size;
};

// How much stands behind a type; -1 for a kind that is younger than this.
static long behind(const struct btf_type *type) {
  uint32_t many = BTF_INFO_VLEN(type->info);
  switch (BTF_INFO_KIND(type->info)) {
  case BTF_KIND_INT:
  case BTF_KIND_VAR:
  case BTF_KIND_DECL_TAG:
    return 4;
  case BTF_KIND_ARRAY:
    return sizeof(struct btf_array);
  case BTF_KIND_STRUCT:
  case BTF_KIND_UNION:
    return (long)many * (long)sizeof(struct btf_member);
  case BTF_KIND_ENUM:
  case BTF_KIND_FUNC_PROTO:
    return (long)many * 8;
  case BTF_KIND_DATASEC:
  case 19: // BTF_KIND_ENUM64
    return (long)many * 12;
  case BTF_KIND_PTR:
  case BTF_KIND_FWD:
  case BTF_KIND_TYPEDEF:
  case BTF_KIND_VOLATILE:
  case BTF_KIND_CONST:
  case BTF_KIND_RESTRICT:
  case BTF_KIND_FUNC:
  case BTF_KIND_FLOAT:
  case 18: // BTF_KIND_TYPE_TAG
    return 0;
  default:
    return -1;
  }
}

static const char *name_of(const struct types *types, uint32_t offset) {
  return offset < types->strings_size ? types->strings + offset : "";
}

static int index_types(struct types *types) {
  const struct btf_header *header = (const void *)types->base;
  if (types->size < sizeof *header || header->magic != BTF_MAGIC ||
      (uint64_t)header->hdr_len + header->type_off + header->type_len > types->size ||
      (uint64_t)header->hdr_len + header->str_off + header->str_len > types->size)
    return -1;
  types->strings = (const char *)types->base + header->hdr_len + header->str_off;
  types->strings_size = header->str_len;
  // So that each of them has an end.
  if (header->str_len == 0 || types->strings[header->str_len - 1])
    return -1;
  const uint8_t *next = types->base + header->hdr_len + header->type_off;
  const uint8_t *end = next + header->type_len;
  types->all = calloc(header->type_len / sizeof(struct btf_type) + 1, sizeof *types->all);
  if (!types->all)
    return -1;
  types->count = 1;
  while ((size_t)(end - next) >= sizeof(struct btf_type)) {
    const struct btf_type *type = (const void *)next;
    long rest = behind(type);
    if (rest < 0 || end - next < (long)sizeof *type + rest)
      return -1;
    types->all[types->count++] = type;
    next += sizeof *type + (size_t)rest;
  }
  return 0;
}

static uint32_t find_type(const struct types *types, uint32_t kind, const char *name) {
  for (uint32_t id = 1; id < types->count; id++)
    if (BTF_INFO_KIND(types->all[id]->info) == kind &&
        strcmp(name_of(types, types->all[id]->name_off), name) == 0)
      return id;
  return 0;
}

// Where a member stands, in bytes, also in a structure or union without a name; -1 for none. How deep these are and
// how many members are looked at has a limit: what is in itself would have no end.
static long find_member(const struct types *types, uint32_t id, const char *name, int depth,
                        uint32_t *left) {
  const struct btf_type *type = types->all[id];
  const struct btf_member *members = (const void *)(type + 1);
  for (uint32_t index = 0; index < BTF_INFO_VLEN(type->info); index++) {
    uint32_t bits = BTF_INFO_KFLAG(type->info) ? BTF_MEMBER_BIT_OFFSET(members[index].offset)
                                               : members[index].offset;
    const char *own = name_of(types, members[index].name_off);
    if (strcmp(own, name) == 0)
      return bits / 8;
    if (*own)
      continue;
    if (depth == 0 || *left == 0)
      return -1;
    --*left;
    uint32_t inner = members[index].type;
    while (inner < types->count && inner && *left && --*left &&
           (BTF_INFO_KIND(types->all[inner]->info) == BTF_KIND_CONST ||
            BTF_INFO_KIND(types->all[inner]->info) == BTF_KIND_VOLATILE))
      inner = types->all[inner]->type;
    if (!inner || inner >= types->count)
      continue;
    uint32_t kind = BTF_INFO_KIND(types->all[inner]->info);
    if (kind != BTF_KIND_STRUCT && kind != BTF_KIND_UNION)
      continue;
    long within = find_member(types, inner, name, depth - 1, left);
    if (within >= 0)
      return bits / 8 + within;
  }
  return -1;
}

static long offset_in(const struct types *types, uint32_t id, const char *name) {
  uint32_t left = 4096;
  return find_member(types, id, name, 16, &left);
}

// Where the members that the program reads stand.
struct layout {
  uint32_t function;
  long meta, task, fd, file, seq;
  long tgid, files;
  long f_inode, f_mode, f_count;
  int counts_from_zero; // since Linux 6.13 the counter of a file is 0 where it is referred to once
  long i_ino, i_sb, i_mode, i_pipe;
  long s_dev, readers, writers;
};

static int lay_out(const struct types *types, struct layout *layout) {
  struct {
    const char *structure, *member;
    long *offset;
  } wanted[] = {
      {"bpf_iter__task_file", "meta", &layout->meta},
      {"bpf_iter__task_file", "task", &layout->task},
      {"bpf_iter__task_file", "fd", &layout->fd},
      {"bpf_iter__task_file", "file", &layout->file},
      {"bpf_iter_meta", "seq", &layout->seq},
      {"task_struct", "tgid", &layout->tgid},
      {"task_struct", "files", &layout->files},
      {"file", "f_inode", &layout->f_inode},
      {"file", "f_mode", &layout->f_mode},
      {"inode", "i_ino", &layout->i_ino},
      {"inode", "i_sb", &layout->i_sb},
      {"inode", "i_mode", &layout->i_mode},
      {"inode", "i_pipe", &layout->i_pipe},
      {"super_block", "s_dev", &layout->s_dev},
      {"pipe_inode_info", "readers", &layout->readers},
      {"pipe_inode_info", "writers", &layout->writers},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof *wanted; index++) {
    uint32_t structure = find_type(types, BTF_KIND_STRUCT, wanted[index].structure);
    if (!structure)
      return -1;
    *wanted[index].offset = offset_in(types, structure, wanted[index].member);
    if (*wanted[index].offset < 0)
      return -1;
  }
  uint32_t file = find_type(types, BTF_KIND_STRUCT, "file");
  layout->f_count = offset_in(types, file, "f_ref");
  layout->counts_from_zero = layout->f_count >= 0;
  if (layout->f_count < 0)
    layout->f_count = offset_in(types, file, "f_count");
  layout->function = find_type(types, BTF_KIND_FUNC, "bpf_iter_task_file");
  return layout->f_count < 0 || !layout->function ? -1 : 0;
}

static struct bpf_insn load(uint8_t size, uint8_t to, uint8_t from, long offset) {
  return (struct bpf_insn){.code = BPF_LDX | size | BPF_MEM,
                           .dst_reg = to,
                           .src_reg = from,
                           .off = (int16_t)offset};
}

// Into the record, which lies at the end of the program's stack.
static struct bpf_insn store(uint8_t size, uint8_t from, size_t place) {
  return (struct bpf_insn){.code = BPF_STX | size | BPF_MEM,
                           .dst_reg = BPF_REG_10,
                           .src_reg = from,
                           .off = (int16_t)((long)place - (long)sizeof(struct cipc_reference))};
}

static struct bpf_insn with_number(uint8_t operation, uint8_t to, int32_t number) {
  return (struct bpf_insn){.code = BPF_ALU64 | operation | BPF_K, .dst_reg = to, .imm = number};
}

static struct bpf_insn copy(uint8_t to, uint8_t from) {
  return (struct bpf_insn){.code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = to, .src_reg = from};
}

static struct bpf_insn jump(uint8_t condition, uint8_t value, int32_t number, int16_t over) {
  return (struct bpf_insn){
      .code = BPF_JMP | condition | BPF_K, .dst_reg = value, .off = over, .imm = number};
}

#define PLACE(member) offsetof(struct cipc_reference, member)

// For each descriptor: fills a record and writes it to the file that is read. Returns how many instructions.
static int16_t write_program(const struct layout *at, struct bpf_insn *out) {
  enum { context = BPF_REG_6, task = BPF_REG_7, file = BPF_REG_8, inode = BPF_REG_9 };
  struct bpf_insn body[] = {
      store(BPF_DW, file, PLACE(file)),
      load(BPF_DW, BPF_REG_1, task, at->files),
      store(BPF_DW, BPF_REG_1, PLACE(table)),
      load(BPF_W, BPF_REG_1, task, at->tgid),
      store(BPF_W, BPF_REG_1, PLACE(pid)),
      load(BPF_W, BPF_REG_1, context, at->fd),
      store(BPF_W, BPF_REG_1, PLACE(fd)),
      load(BPF_W, BPF_REG_1, file, at->f_mode),
      store(BPF_W, BPF_REG_1, PLACE(mode)),
      load(BPF_DW, BPF_REG_1, file, at->f_count),
      // The look itself is a reference: where one is counted as 0 it makes up for that.
      with_number(BPF_ADD, BPF_REG_1, at->counts_from_zero ? 0 : -1),
      store(BPF_DW, BPF_REG_1, PLACE(count)),
      load(BPF_DW, inode, file, at->f_inode),
      load(BPF_DW, BPF_REG_1, inode, at->i_ino),
      store(BPF_DW, BPF_REG_1, PLACE(inode)),
      load(BPF_DW, BPF_REG_2, inode, at->i_sb),
      load(BPF_W, BPF_REG_1, BPF_REG_2, at->s_dev),
      store(BPF_W, BPF_REG_1, PLACE(device)),
      with_number(BPF_MOV, BPF_REG_1, 0),
      store(BPF_W, BPF_REG_1, PLACE(readers)),
      store(BPF_W, BPF_REG_1, PLACE(writers)),
      // Nothing is written of the stack that was not set.
      store(BPF_W, BPF_REG_1, PLACE(unused)),
      load(BPF_H, BPF_REG_1, inode, at->i_mode),
      with_number(BPF_AND, BPF_REG_1, S_IFMT),
      store(BPF_W, BPF_REG_1, PLACE(type)),
      jump(BPF_JNE, BPF_REG_1, S_IFIFO, 5),
      load(BPF_DW, BPF_REG_2, inode, at->i_pipe),
      load(BPF_W, BPF_REG_1, BPF_REG_2, at->readers),
      store(BPF_W, BPF_REG_1, PLACE(readers)),
      load(BPF_W, BPF_REG_1, BPF_REG_2, at->writers),
      store(BPF_W, BPF_REG_1, PLACE(writers)),
      load(BPF_DW, BPF_REG_1, context, at->meta),
      load(BPF_DW, BPF_REG_1, BPF_REG_1, at->seq),
      copy(BPF_REG_2, BPF_REG_10),
      with_number(BPF_ADD, BPF_REG_2, -(int32_t)sizeof(struct cipc_reference)),
      with_number(BPF_MOV, BPF_REG_3, sizeof(struct cipc_reference)),
      {.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_seq_write},
  };
  const int16_t length = sizeof body / sizeof *body;
  struct bpf_insn head[] = {
      copy(context, BPF_REG_1),
      load(BPF_DW, task, context, at->task),
      load(BPF_DW, file, context, at->file),
      // The last call of all has neither.
      jump(BPF_JEQ, task, 0, length + 1),
      jump(BPF_JEQ, file, 0, length),
  };
  struct bpf_insn tail[] = {with_number(BPF_MOV, BPF_REG_0, 0), {.code = BPF_JMP | BPF_EXIT}};
  memcpy(out, head, sizeof head);
  memcpy(out + sizeof head / sizeof *head, body, sizeof body);
  memcpy(out + sizeof head / sizeof *head + length, tail, sizeof tail);
  return (int16_t)(length + sizeof head / sizeof *head + sizeof tail / sizeof *tail);
}

static int bpf(int command, union bpf_attr *attribute) {
  return (int)syscall(SYS_bpf, command, attribute, sizeof *attribute);
}

static int open_iterator(const struct layout *layout) {
  struct bpf_insn program[64];
  union bpf_attr load_it = {
      .prog_type = BPF_PROG_TYPE_TRACING,
      .insn_cnt = (uint32_t)write_program(layout, program),
      .insns = (uint64_t)(uintptr_t)program,
      .license = (uint64_t)(uintptr_t) "GPL",
      .prog_name = "ipctool",
      .expected_attach_type = BPF_TRACE_ITER,
      .attach_btf_id = layout->function,
  };
  // It is given up for whatever wakes us meanwhile (kernel/bpf/verifier.c, do_check).
  int loaded, attempts = 5;
  do
    loaded = bpf(BPF_PROG_LOAD, &load_it);
  while (loaded < 0 && errno == EAGAIN && --attempts > 0);
  if (loaded < 0)
    return -1;
  union bpf_attr link_it = {
      .link_create = {.prog_fd = (uint32_t)loaded, .attach_type = BPF_TRACE_ITER}};
  int link = bpf(BPF_LINK_CREATE, &link_it);
  int iterator = -1;
  if (link >= 0) {
    union bpf_attr iterate = {.iter_create = {.link_fd = (uint32_t)link}};
    iterator = bpf(BPF_ITER_CREATE, &iterate);
  }
  int saved = errno;
  if (link >= 0)
    close(link);
  close(loaded);
  errno = saved;
  return iterator;
}

// Where everything stands, by what the kernel says of its types; -1 when it does not say.
static int read_layout(const void *text, size_t size, struct layout *layout) {
  struct types types = {.base = text, .size = size};
  int result = index_types(&types) == 0 ? lay_out(&types, layout) : -1;
  free(types.all);
  return result;
}

int cipc_references_parse(const void *types, size_t size) {
  struct layout layout;
  return read_layout(types, size, &layout);
}

int cipc_references_open(void) {
  int file = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return -1;
  struct stat status;
  size_t size = 0;
  int iterator = -1;
  uint8_t *text = NULL;
  if (fstat(file, &status) == 0 && status.st_size > 0 &&
      (text = malloc((size_t)status.st_size)) != NULL) {
    ssize_t count;
    while (size < (size_t)status.st_size &&
           (count = read(file, text + size, (size_t)status.st_size - size)) > 0)
      size += (size_t)count;
    struct layout layout;
    errno = EOPNOTSUPP;
    if (read_layout(text, size, &layout) == 0)
      iterator = open_iterator(&layout);
  }
  int saved = errno;
  free(text);
  close(file);
  errno = saved;
  return iterator;
}
