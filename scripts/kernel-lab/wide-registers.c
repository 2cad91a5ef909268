/*
 * Lets User-Mode Linux 6.1 run on processors whose register state is larger than the 2,696 bytes that it reserves (those with AMX).
 * It writes that many bytes back to each of its processes, and the host refuses a write that is not whole (EFAULT). Here the write is
 * made whole: what lies beyond is AMX's, which no guest process can have switched on, so zeros (its initial state) are right.
 *
 * No header is included, so that every C compiler will do, also without libc's development files.
 */
#define PTRACE_GETREGSET 0x4204
#define PTRACE_SETREGSET 0x4205
#define NT_X86_XSTATE 0x202
#define RTLD_NEXT ((void *)-1L)

struct vector {
  void *base;
  unsigned long length;
};

extern void *dlsym(void *handle, const char *name);
extern void *memcpy(void *to, const void *from, unsigned long length);

typedef long trace(long request, long pid, long address, void *data);

/* Static, as a kernel stack of the guest is only 16 kB. User-Mode Linux calls ptrace from one thread. */
static unsigned char state[65536];
static unsigned long whole;

long ptrace(long request, long pid, long address, void *data)
{
  static trace *original;
  if (!original) original = (trace *)dlsym(RTLD_NEXT, "ptrace");
  if (request != PTRACE_SETREGSET || address != NT_X86_XSTATE) return original(request, pid, address, data);

  const struct vector *given = data;
  if (!whole) {
    struct vector probe = {state, sizeof state};
    if (original(PTRACE_GETREGSET, pid, address, &probe) < 0) return -1;
    whole = probe.length;
    for (unsigned long i = 0; i < whole; i++) state[i] = 0;
  }
  if (given->length >= whole) return original(request, pid, address, data);
  memcpy(state, given->base, given->length);
  struct vector widened = {state, whole};
  return original(request, pid, address, &widened);
}
